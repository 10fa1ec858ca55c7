/// A string that equals another only byte for byte.
///
/// Swift's own strings are equal when they are canonically equivalent, which would merge tokens
/// such as a composed and a decomposed é.
struct ExactString: Hashable, Sendable {
  let text: String

  static func == (left: ExactString, right: ExactString) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

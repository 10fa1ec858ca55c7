/// A string that equals another only byte for byte, and is sorted by its bytes.
///
/// Swift's own strings are equal when they are canonically equivalent, which would merge tokens
/// such as a composed and a decomposed é.
public struct ExactString: Hashable, Comparable, Sendable, ExpressibleByStringInterpolation {
  /// The string itself.
  public let text: String

  /// Wraps a string.
  public init(_ text: String) { self.text = text }

  /// Wraps a literal.
  public init(stringLiteral text: String) { self.text = text }

  /// Whether the bytes of UTF-8 are the same.
  public static func == (left: ExactString, right: ExactString) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Order by the bytes of UTF-8.
  public static func < (left: ExactString, right: ExactString) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Takes in the bytes of UTF-8.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// Values by index, in pages that copies share: to change one value of a copy costs a page and not the whole.
///
/// Whoever draws holds a snapshot of all clients while the run goes on to change one of ten thousand.
public struct Pages<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection {
  @usableFromInline var pages: [[Element]] = []
  /// One more than the last index.
  public let endIndex: Int

  /// The first index.
  @inlinable public var startIndex: Int { 0 }

  /// As a power of two, how many values a page has.
  @usableFromInline static var bits: Int { 4 }

  /// Puts values on pages.
  public init(_ elements: [Element] = []) {
    endIndex = elements.count
    let size = 1 << Self.bits
    pages = stride(from: 0, to: elements.count, by: size).map {
      Array(elements[$0..<Swift.min($0 + size, elements.count)])
    }
  }

  /// A value by its index.
  @inlinable public subscript(index: Int) -> Element {
    get { pages[index >> Self.bits][index & (1 << Self.bits - 1)] }
    _modify { yield &pages[index >> Self.bits][index & (1 << Self.bits - 1)] }
  }
}

extension Pages: Equatable where Element: Equatable {}

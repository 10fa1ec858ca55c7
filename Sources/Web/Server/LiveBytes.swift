import FlyingSocks

/// Stamps as server-sent events, byte by byte as they are sent.
struct LiveBytes: AsyncBufferedSequence {
  typealias Element = UInt8

  /// What is told.
  let stamps: AsyncStream<Int>

  func makeAsyncIterator() -> Iterator { Iterator(stamps: stamps.makeAsyncIterator()) }

  /// Each event in one piece, or in as many as are asked for.
  struct Iterator: AsyncBufferedIteratorProtocol {
    fileprivate var stamps: AsyncStream<Int>.AsyncIterator
    /// Who is cut off comes back after two seconds.
    private var rest = ArraySlice("retry: 2000\n".utf8)

    fileprivate init(stamps: AsyncStream<Int>.AsyncIterator) { self.stamps = stamps }

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
      if rest.isEmpty {
        guard let stamp = await stamps.next() else { return nil }
        rest = ArraySlice("data: \(stamp)\n\n".utf8)
      }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
  }
}

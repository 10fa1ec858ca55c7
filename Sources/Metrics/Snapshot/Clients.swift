/// All clients of a run by index, of which only those that anything is known of take room.
///
/// They lie in pages that copies share: to change one client of a copy costs a page and not the whole, for whoever draws holds
/// a snapshot of all clients while the run goes on to change one of a million.
public struct Clients: Sendable, Equatable, RandomAccessCollection, MutableCollection {
  /// The clients of each page that were ever changed, ascending.
  @usableFromInline var pages: [[ClientState]]
  /// What is told of each client at the start; nothing where there are too many to tell.
  private let samples: [Int]
  private let batches: [Int]
  private let skew: [Double]
  /// One more than the last index.
  public let endIndex: Int

  /// The first index.
  public var startIndex: Int { 0 }

  /// As a power of two, how many clients a page has room for.
  private static var bits: Int { 4 }

  /// No clients.
  init() {
    self.init(count: 0)
  }

  /// The clients of a run that has not sampled any.
  init(_ started: RunStarted) {
    self.init(
      count: started.clientCount, samples: started.clientSamples, batches: started.clientBatches,
      skew: started.clientSkew)
  }

  init(count: Int, samples: [Int] = [], batches: [Int] = [], skew: [Double] = []) {
    pages = Array(repeating: [], count: (count + 1 << Self.bits - 1) >> Self.bits)
    (self.samples, self.batches, self.skew) = (samples, batches, skew)
    endIndex = count
  }

  // Inlinable, for panes go over all of them in each frame, which must not be by way of witness tables.
  /// The clients that were ever changed, ascending.
  @inlinable public var touched: some Sequence<ClientState> { pages.lazy.joined() }

  /// A client by its index.
  public subscript(index: Int) -> ClientState {
    get {
      precondition(indices.contains(index), "no such client")
      return pages[index >> Self.bits].first { $0.id == index } ?? untouched(index)
    }
    _modify {
      precondition(indices.contains(index), "no such client")
      let page = index >> Self.bits
      let place = pages[page].firstIndex { $0.id >= index } ?? pages[page].count
      if place == pages[page].count || pages[page][place].id != index {
        pages[page].insert(untouched(index), at: place)
      }
      yield &pages[page][place]
    }
  }

  private func untouched(_ index: Int) -> ClientState {
    func value<Value>(_ values: [Value]) -> Value? {
      values.indices.contains(index) ? values[index] : nil
    }
    return ClientState(
      id: index, samples: value(samples), batches: value(batches) ?? 0, skew: value(skew) ?? 0)
  }
}

import Corpus

/// Positions of each client's training samples: lists, or a law that any client's are drawn by when they are asked for.
enum ClientSamples: RandomAccessCollection, Sendable {
  case listed(SampleLists)
  case drawn(DrawnPartition)

  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .listed(let lists): lists.count
    case .drawn(let law): law.clients
    }
  }

  /// The positions of a client's samples, ascending.
  subscript(client: Int) -> [Int] {
    switch self {
    case .listed(let lists): lists[client]
    case .drawn(let law): law.samples(ofClient: client)
    }
  }

  /// Number of a client's samples.
  func count(of client: Int) -> Int {
    switch self {
    case .listed(let lists): lists.count(of: client)
    case .drawn(let law): law.count(ofClient: client)
    }
  }
}

import Corpus
import Foundation
import Host
import Transformer

/// The lengths of all samples that are measured, the same as the peers' (scripts/peers/lengths.py).
public struct Workload: Codable, Equatable, Sendable {
  /// Lengths by kind (`8/mixed`, `32/128`, …), batch by batch.
  var batches: [String: [[Int]]]
  /// Lengths of each client's samples.
  var clients: [[Int]]

  /// The workload that the peers' script draws.
  public static func seeded(_ seed: UInt32 = 14) -> Workload {
    var random = PythonRandom(seed: seed)
    func mixed() -> Int {
      let drawn = random.logNormal(mean: log(22) - 0.6 * 0.6 / 2, deviation: 0.6)
      return min(128, max(4, Int(drawn.rounded(.toNearestOrEven))))
    }
    var batches: [String: [[Int]]] = [:]
    for size in [8, 32] {
      for length in [32, 128] {
        batches["\(size)/\(length)"] = Array(
          repeating: Array(repeating: length, count: size), count: 8)
      }
      batches["\(size)/mixed"] = (0..<8).map { _ in (0..<size).map { _ in mixed() } }
    }
    let clients = (0..<100).map { _ in
      let samples = random.integer(in: 40...80)
      return (0..<samples).map { _ in mixed() }
    }
    return Workload(batches: batches, clients: clients)
  }

  /// Reads a file that `lengths.py` wrote.
  /// - Throws: `Failure` when it is not there or makes no sense.
  public init(path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): no such workload; scripts/peers/run writes one", .notFound)
    }
    guard let read = try? JSONDecoder().decode(Workload.self, from: data) else {
      throw Failure("\(path): not a workload: scripts/peers/run writes one", .data)
    }
    let groups = read.clients + read.batches.values.joined()
    guard !read.clients.isEmpty,
      groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy((1...512).contains) })
    else {
      throw Failure("\(path): every sample must have 1 to 512 tokens, every batch samples", .data)
    }
    self = read
  }

  init(batches: [String: [[Int]]], clients: [[Int]]) {
    self.batches = batches
    self.clients = clients
  }

  /// Batches of a kind: the workload's own, or for `SIZE/LENGTH` ones of samples of that length.
  func groups(_ key: String) -> [[Int]]? {
    if let known = batches[key] { return known }
    let numbers = key.split(separator: "/").map { Int($0) ?? 0 }
    guard numbers.count == 2, numbers[0] > 0, (1...512).contains(numbers[1]) else { return nil }
    return Array(repeating: Array(repeating: numbers[1], count: numbers[0]), count: 8)
  }

  /// Token ids of sample `number`; lists number their samples through from 0.
  static func tokens(_ number: Int, length: Int, vocabulary: Int) -> [Int32] {
    let span = min(20_000, vocabulary - 1000)
    return (0..<length).map { Int32(1000 + (number * 7919 + $0 * 104_729) % span) }
  }

  /// Batches of these lengths, packed.
  static func packed(_ groups: [[Int]], vocabulary: Int) -> [PackedBatch] {
    var number = 0
    return groups.map { lengths in
      var batch = PackedBatch()
      for length in lengths {
        batch.append(
          tokens: tokens(number, length: length, vocabulary: vocabulary),
          tokenTypes: Array(repeating: 0, count: length), label: Int32(number % 2))
        number += 1
      }
      return batch
    }
  }

  /// All clients' samples end to end, and which belong to whom.
  func federation(
    vocabulary: Int
  ) -> (samples: [(encoding: Encoding, label: Int)], partition: [[Int]]) {
    var samples: [(encoding: Encoding, label: Int)] = []
    let partition = clients.map { lengths in
      let first = samples.count
      for length in lengths {
        let tokens = Self.tokens(samples.count, length: length, vocabulary: vocabulary)
        let types = [Int32](repeating: 0, count: length)
        samples.append((Encoding(tokens: tokens, tokenTypes: types), samples.count % 2))
      }
      return Array(first..<samples.count)
    }
    return (samples, partition)
  }
}

import Corpus
import Foundation
import Host
import Sim

/// One thing that is measured; its name is what the peers' scripts call the same.
public struct BenchCase: Equatable, Sendable {
  /// What is timed.
  enum Kind: Equatable, Sendable {
    /// Forward, backward and AdamW; batches of `Workload.batches` at this key.
    case step(BenchShape, String)
    /// Per-sample Fisher traces, beside a plain gradient.
    case fisher(BenchShape, String)
    /// A forward pass.
    case evaluate(BenchShape, String)
    /// Averaging the updates of a cohort.
    case merge(BenchShape)
    /// A step of a method's modules, beside one of fedavg-lora.
    case method(BenchShape, String)
    /// A round of the whole federation, of so many clients.
    case round(BenchShape, clients: Int)
    /// From the start of a process to its first line, with this model.
    case startup(String)
    /// A round's record into a run file.
    case runFile
  }

  /// Such as `step/minilm/8/mixed`.
  public let name: String
  /// What is timed.
  let kind: Kind

  /// Whether it is done only when a filter names it: it takes minutes or gigabytes.
  var isHeavy: Bool {
    name.contains("/large") || name.hasPrefix("grow/") || name.hasPrefix("method/")
  }
  /// Whether `--quick` leaves it out.
  var isSlow: Bool { isHeavy || name.contains("/bert-base/") || name.contains("/128") }

  /// All cases, the small ones of each kind first.
  public static var all: [BenchCase] {
    let steps = [
      ("embedded", ["8/32", "8/mixed", "32/mixed"]),
      ("tiny", ["8/32", "8/mixed", "32/32", "32/mixed"]),
      ("minilm", ["8/32", "8/128", "8/mixed", "32/mixed"]), ("bert-base", ["8/32", "8/mixed"]),
      ("large", ["8/32", "8/mixed"]),
    ]
    let small = ["embedded", "tiny", "minilm"]
    var cases: [BenchCase] = []
    for (shape, keys) in steps {
      for key in keys { cases += make("step", shape, key, Kind.step) }
    }
    for shape in small { cases += make("fisher", shape, "8/mixed", Kind.fisher) }
    for shape in small { cases += make("evaluate", shape, "32/mixed", Kind.evaluate) }
    for shape in small + ["bert-base", "large"] { cases += make("merge", shape, Kind.merge) }
    for shape in small { cases += make("round", shape) { .round($0, clients: 100) } }
    for shape in shapes("embedded") {
      cases += MethodRegistry.names.map {
        BenchCase(name: "method/\($0)", kind: .method(shape, $0))
      }
    }
    cases += growth
    cases.append(BenchCase(name: "startup", kind: .startup("embedded")))
    if ModelLibrary.isAvailable("minilm") {
      cases.append(BenchCase(name: "startup/minilm", kind: .startup("minilm")))
    }
    cases.append(BenchCase(name: "runfile", kind: .runFile))
    return cases
  }

  /// How time and memory grow: with clients, and of a step with layers, length and rank.
  private static var growth: [BenchCase] {
    let clients = shapes("embedded").flatMap { shape in
      [10, 100, 1000, 10_000].map {
        BenchCase(name: "grow/clients/\($0)", kind: .round(shape, clients: $0))
      }
    }
    let layers = shapes("embedded").flatMap { shape in
      [2, 4, 6, 12, 24].map { count in
        var deeper = shape
        deeper.layers = count
        return BenchCase(name: "grow/layers/\(count)", kind: .step(deeper, "8/mixed"))
      }
    }
    let lengths = shapes("minilm").flatMap { shape in
      [8, 16, 32, 64, 128, 256, 512].map {
        BenchCase(name: "grow/length/\($0)", kind: .step(shape, "8/\($0)"))
      }
    }
    let causal = shapes("minilm").flatMap { shape in
      [128, 512].map {
        var decoder = shape
        decoder.isCausal = true
        return BenchCase(name: "grow/causal/\($0)", kind: .step(decoder, "8/\($0)"))
      }
    }
    let ranks = shapes("minilm").flatMap { shape in
      [2, 4, 8, 16, 32, 64].map { rank in
        var wider = shape
        wider.rank = rank
        return BenchCase(name: "grow/rank/\(rank)", kind: .step(wider, "8/mixed"))
      }
    }
    return clients + layers + lengths + causal + ranks
  }

  private static func shapes(_ name: String) -> [BenchShape] {
    BenchShape.all.filter { $0.name == name }
  }

  /// The cases whose names match one of `patterns` (`*`, `?` and `[…]` as in a shell).
  ///
  /// Without patterns all but the heavy ones; `quick` leaves out the slow ones then.
  /// - Throws: a usage `Failure` when a pattern matches nothing.
  public static func selected(_ patterns: [String], quick: Bool) throws(Failure) -> [BenchCase] {
    guard !patterns.isEmpty else { return all.filter { !$0.isHeavy && !(quick && $0.isSlow) } }
    for pattern in patterns where !all.contains(where: { matches($0.name, pattern) }) {
      throw Failure("--filter \(pattern): no case matches; fedtop bench --list has all", .usage)
    }
    return all.filter { known in patterns.contains { matches(known.name, $0) } }
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    fnmatch(pattern, name, 0) == 0
  }

  private static func make(
    _ verb: String, _ shape: String, _ key: String, _ kind: (BenchShape, String) -> Kind
  ) -> [BenchCase] {
    shapes(shape).map {
      BenchCase(name: "\(verb)/\(shape)/\(key)", kind: kind($0, key))
    }
  }

  private static func make(
    _ verb: String, _ shape: String, _ kind: (BenchShape) -> Kind
  ) -> [BenchCase] {
    shapes(shape).map {
      BenchCase(name: "\(verb)/\(shape)", kind: kind($0))
    }
  }
}

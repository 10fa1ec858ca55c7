import Foundation
import Testing

/// A run can be computed again from its own file, and a file that tells something else is found out.
@Suite struct VerifyTests {
  private static let tiny = Program.tiny + ["--set", "federation.rounds=4"]

  /// What `fedtop methods` lists.
  private static let names: [String] =
    (try? Program.run(["methods", "--json"], in: Scratch()).objects().map { $0.text("name") }) ?? []

  @Test("Every method computes the same again", arguments: names)
  func methods(method: String) throws {
    let scratch = try Scratch()
    let run = try Program.run(
      ["run", "--method", method, "--seed", "2"] + Self.tiny
        + ["--set", "federation.rounds=2"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 0 && verified.errors == "", "\(verified.errors)")
    #expect(verified.output.contains("9 events of 2 rounds are as recorded"))
  }

  @Test("There are methods to verify") func isNotEmpty() { #expect(Self.names.count >= 5) }

  @Test("One changed byte of one event is found, with its round and client")
  func tampered() throws {
    let scratch = try Scratch()
    let run = try Program.run(["run"] + Self.tiny, in: scratch)
    #expect(run.status == 0)
    let client = try scratch.edit(
      /"bytes_up":([0-9]+),"client":([0-9]+),(?:"difficulties":\{[^\}]*\},)?"difficulty":[^\}]*"round":3,/
    )
    let verified = try Program.run(["verify", "latest"], in: scratch)
    #expect(verified.status == 1)
    #expect(verified.errors.contains("round 3, client \(client): "), "\(verified.errors)")
    #expect(verified.errors.split(separator: "\n").count == 1 && verified.output == "")
    // What is whole can still be looked at, up to there.
    let frame = try Program.run(["frame", "latest"], in: scratch)
    #expect(frame.status == 0 && frame.output.contains("round 2/4"))
  }

  @Test("Settings that are not those of the record are refused, not computed with")
  func settings() throws {
    let scratch = try Scratch()
    #expect(try Program.run(["run", "--seed", "7"] + Self.tiny, in: scratch).status == 0)
    // Those of the description, that is, not of the first event.
    _ = try scratch.edit(/[^:]\{"adalora\.beta1":([0-9.]+)()/)
    for command in [["verify"], ["resume", "--headless"], ["fork", "--round", "1", "--headless"]] {
      let outcome = try Program.run(command + ["latest"], in: scratch)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("its settings are not those of its record"))
    }
  }

  @Test(
    "Other kernels are told, and compared within a tolerance that is told, too",
    .enabled(if: Self.hasOtherKernels, "OpenBLAS must have kernels of several processors"))
  func kernels() throws {
    let scratch = try Scratch()
    let other = ["OPENBLAS_CORETYPE": "Nehalem"]
    let program = try Program(
      ["run"] + Program.tiny + ["--set", "federation.rounds=4"], in: scratch)
    #expect(program.read(until: "round 1/4"))
    program.signal(SIGKILL)
    _ = program.wait()
    let resumed = try Program.run(
      ["resume", "latest", "--headless"], in: scratch, environment: other)
    #expect(resumed.status == 0)
    let warning = try #require(resumed.lines.firstIndex { $0.contains("Nehalem kernels") })
    let first = try #require(resumed.lines.firstIndex { $0.hasPrefix("round ") })
    #expect(warning < first, "before it goes on")
    // Part of it was computed on either: neither can claim the last digit.
    for environment in [[:], other] {
      let verified = try Program.run(["verify", "latest"], in: scratch, environment: environment)
      #expect(verified.status == 0, "\(verified.errors)")
      #expect(verified.errors.contains("Nehalem") && verified.errors.contains("tolerance"))
      #expect(verified.output.contains("agree"), "\(verified.output)")
    }
  }

  /// Whether another processor's kernels can be asked for: they add up in another order.
  private static let hasOtherKernels: Bool = {
    func losses(_ environment: [String: String]) -> [Double]? {
      let oracle = Oracle("bert")
      let arguments = ["fisher", "--model", oracle.modelPath, "--data", oracle.dataPath, "--json"]
      return try? Program.run(arguments, in: Scratch(), environment: environment).objects()
        .map { $0.number("trace") }
    }
    return losses([:]) != losses(["OPENBLAS_CORETYPE": "Nehalem"])
  }()
}

extension Scratch {
  /// Changes the last digit of the first group of every match of `pattern` in the one run file, as it
  /// lies on disk, that has the same second group as the first one; returns that.
  ///
  /// Pages may hold what was there before, too.
  fileprivate func edit(_ pattern: Regex<(Substring, Substring, Substring)>) throws -> String {
    let name = try #require(runFiles.first { $0.hasSuffix(".sqlite") })
    var bytes = try Data(contentsOf: URL(filePath: "\(path)/runs/\(name)"))
    // A byte is a scalar, so that places agree.
    let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    let matches = text.matches(of: pattern)
    let wanted = try #require(matches.first).2
    for match in matches where match.2 == wanted {
      let end = match.1.endIndex
      let place = text.unicodeScalars.distance(from: text.startIndex, to: end) - 1
      bytes[place] = bytes[place] == UInt8(ascii: "9") ? UInt8(ascii: "8") : bytes[place] + 1
    }
    try write("runs/\(name)", bytes)
    return String(wanted)
  }
}

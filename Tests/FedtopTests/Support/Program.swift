import Foundation

/// The built program, started as a person or a script starts it.
final class Program {
  /// Where it is: `FEDTOP_BINARY`, or the release build of this checkout.
  static let path =
    ProcessInfo.processInfo.environment["FEDTOP_BINARY"]
    ?? repository.appending(path: ".build/release/fedtop").path(percentEncoded: false)
  /// Top of the checkout.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// A federation that trains in a fraction of a second.
  static let tiny = [
    "--data", "agreement", "--clients", "4", "--cohort", "2", "--rounds", "2",
    "--set", "data.train_samples=64", "--set", "data.test_samples=24",
  ]

  private let process = Process()
  private let scratch: Scratch
  private let name = UUID().uuidString

  /// Starts the program, or another one, in `scratch`; its output goes to files there.
  ///
  /// - Parameter asGiven: whether options that repeat are kept.
  init(
    _ arguments: [String], in scratch: Scratch, program: String = Program.path,
    environment: [String: String] = [:], asGiven: Bool = false
  ) throws {
    self.scratch = scratch
    process.executableURL = URL(filePath: program)
    process.arguments = asGiven ? arguments : Self.withoutRepeats(arguments)
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.environment = Self.environment(scratch).merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try scratch.writing("\(name).out")
    process.standardError = try scratch.writing("\(name).err")
    try process.run()
  }

  /// `arguments` without those of these options that are given once more behind, by `--set` too: the program has a line to say
  /// of those.
  static func withoutRepeats(_ arguments: [String]) -> [String] {
    var kept = arguments
    let settings = arguments.map { String($0.prefix { $0 != "=" }) }
    for (option, key) in [
      ("--data", "data.name"), ("--clients", "federation.clients"),
      ("--cohort", "federation.cohort"), ("--rounds", "federation.rounds"), ("--seed", "run.seed"),
    ] where settings.contains(key) {
      while let first = kept.firstIndex(of: option) { kept.removeSubrange(first...first + 1) }
    }
    for key in Set(settings.filter { $0.contains(".") }) {
      func isOf(_ argument: String) -> Bool { argument.hasPrefix(key + "=") }
      while kept.count(where: isOf) > 1, let first = kept.firstIndex(where: isOf),
        kept[first - 1] == "--set"
      {
        kept.removeSubrange(first - 1...first)
      }
    }
    for option in ["--data", "--clients", "--cohort", "--rounds", "--seed"] {
      while let first = kept.firstIndex(of: option), kept[(first + 1)...].contains(option) {
        kept.removeSubrange(first...first + 1)
      }
    }
    return kept
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], in scratch: Scratch, environment: [String: String] = [:],
    asGiven: Bool = false
  ) throws -> Outcome {
    try Program(arguments, in: scratch, environment: environment, asGiven: asGiven).wait()
  }

  /// All that a started program gets: nothing of who runs the tests.
  static func environment(_ scratch: Scratch) -> [String: String] {
    [
      "PATH": "/usr/bin:/bin", "HOME": scratch.path, "LC_ALL": "C.UTF-8",
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Whether it still runs.
  var isRunning: Bool { process.isRunning }

  /// Its process number.
  var number: Int32 { process.processIdentifier }

  /// What it has written on stdout so far.
  var output: String { scratch.text("\(name).out") }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits until stdout contains `text`; false when it does not come.
  func read(until text: String, seconds: Double = 30) -> Bool {
    Patience.wait(seconds) { output.contains(text) || !isRunning } && output.contains(text)
  }

  /// Waits for the end; a program that hangs is killed, and its status says so.
  func wait(seconds: Double = 60) -> Outcome {
    if !Patience.wait(seconds, until: { !isRunning }) { signal(SIGKILL) }
    process.waitUntilExit()
    let crashed = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: crashed ? -process.terminationStatus : process.terminationStatus,
      output: output, errors: scratch.text("\(name).err"))
  }
}

/// How a program ended and what it said.
struct Outcome {
  /// Exit status; the signal, negative, when one killed it.
  let status: Int32
  let output: String
  let errors: String

  /// Lines of stdout.
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// Every line of stdout as a JSON object; throws at the first that is none.
  func objects() throws -> [JSONObject] { try lines.map(JSONObject.init) }
}

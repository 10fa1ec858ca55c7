import Foundation
import Host
import Transformer

/// Times the program's own start: from a new process to the first line of a run, when model, data
/// and run file are open.
struct StartupBench {
  /// Name of the case.
  let name: String
  /// A model of the library.
  let model: String
  /// How to measure.
  let settings: BenchSettings

  /// Starts the program again and again, and stops each at its first line.
  func measure() throws -> BenchResult {
    let directory = ScratchDirectory()
    defer { directory.remove() }
    var times: [Double] = []
    _ = try start(in: directory)
    while settings.wantsMore(times, share: 0.5) {
      times.append(try start(in: directory))
    }
    let timing = Timing(times)
    return BenchResult(
      name: name, milliseconds: timing.median * 1000, spread: timing.spread,
      repeats: timing.count, workers: settings.workers,
      memoryMB: PeakMemory.megabytesOfChildren, core: LinearAlgebra.coreType)
  }

  private func start(in directory: ScratchDirectory) throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = Bundle.main.executableURL
    process.arguments = [
      "run", "--json", "--model", model, "--rounds", "1", "--workers", "\(settings.workers)",
      "--runs", directory.path,
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    var first = Data()
    let time = try seconds {
      try process.run()
      while !first.contains(UInt8(ascii: "\n")) {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        first.append(data)
      }
    }
    // Nobody wants its run: it need not end in good order.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    guard first.starts(with: Data("{".utf8)) else {
      throw Failure("\(name): the program did not start: try fedtop run --model \(model)", .data)
    }
    return time
  }
}

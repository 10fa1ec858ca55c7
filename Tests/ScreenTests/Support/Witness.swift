import Foundation
import Screen
import Testing

/// A shell that outlives a crashing process and writes down what its terminal received, and in which
/// modes it was left.
enum Witness {
  static func folder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path(percentEncoded: false)
  }

  /// Opens a screen, kept open for good, on a terminal that a witness watches.
  @discardableResult
  static func openScreen(folder: String) throws -> TerminalScreen {
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, nil) == 0 else {
      throw CocoaError(.fileReadUnknown)
    }
    for end in [ends.master, ends.slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c",
      "cat > '\(folder)/output' 2> /dev/null; stty -a > '\(folder)/part'; mv '\(folder)/part' '\(folder)/modes'",
    ]
    shell.standardInput = FileHandle(fileDescriptor: ends.master)
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    var options = ScreenOptions()
    (options.input, options.output) = (ends.slave, ends.slave)
    options.capturesStandardError = true
    options.environment = .init(term: "xterm-256color")
    let screen = try TerminalScreen(options: options)
    _ = Unmanaged.passRetained(screen)
    return screen
  }

  /// What the witness wrote down, once the process is gone.
  static func testimony(folder: String) -> (output: [UInt8], modes: String) {
    let end = Date(timeIntervalSinceNow: 10)
    while !FileManager.default.fileExists(atPath: folder + "/modes"), Date() < end { usleep(5000) }
    let output = FileManager.default.contents(atPath: folder + "/output") ?? Data()
    let modes = FileManager.default.contents(atPath: folder + "/modes") ?? Data()
    return (Array(output), String(decoding: modes, as: UTF8.self))
  }

  /// The witness saw the alternate screen come and go, and sane modes afterwards.
  static func expectRestored(_ folder: String) {
    let (output, modes) = testimony(folder: folder)
    var terminal = VirtualTerminal(columns: 80, rows: 24)
    terminal.receive(output)
    for mode in [1049, 2004, 1000, 1002, 1006] {
      #expect(String(decoding: output, as: UTF8.self).contains("\u{1b}[?\(mode)h"))
    }
    #expect(terminal.modes == VirtualTerminal.initialModes)
    for mode in ["icanon", "echo", "isig", "icrnl"] {
      #expect(
        modes.split { " ;\n".contains($0) }.contains(Substring(mode)), "\(mode) in \(modes)")
    }
  }
}

import Foundation
import Testing

/// The pages that tell a person what to type: everything they say works as it stands.
@Suite struct PageTests {
  /// A command of a page, with the lines that go into it.
  private static func commands(_ page: String) throws -> [String] {
    let text = try String(
      contentsOf: Program.repository.appending(path: "docs/\(page)"), encoding: .utf8)
    return text.matches(of: /(?s)```console\n(.*?)```/).flatMap { block in
      // A line that begins with no prompt belongs to the command above.
      ("\n" + block.1).split(separator: "\n$ ").map(String.init)
    }
  }

  /// A folder with a `fedtop`, and an `ssh` whose server is this machine.
  private func path(_ scratch: Scratch) throws -> String {
    let folder = scratch.path + "/bin"
    try scratch.write("bin/fedtop", "#!/bin/sh\nexec \(Program.path) \"$@\"\n")
    try scratch.write(
      "bin/ssh",
      """
      #!/bin/sh
      [ "$1" = -t ] || { shift; exec sh -c "$*"; }
      shift 2
      # A person who watches for a moment, then leaves.
      (sleep 2; printf q; sleep 1) | TERM=xterm-256color script -qec "$*" /dev/null
      """)
    for name in ["fedtop", "ssh"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
    }
    return folder + ":/usr/local/bin:/usr/bin:/bin"
  }

  @Test(
    "Every command of a page works",
    arguments: [
      "tour.md", "your-data.md", "your-model.md", "over-ssh.md", "from-python.md",
      "comparing.md",
    ])
  func commands(page: String) throws {
    let commands = try Self.commands(page)
    #expect(commands.count >= 4)
    let scratch = try Scratch()
    let path = try path(scratch)
    // Each in a shell of its own, as they are typed; what one leaves in the background ends with the page.
    defer { kill(from: scratch) }
    for command in commands {
      if command.hasPrefix("python3"),
        !FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
      {
        continue
      }
      let outcome = try Program(
        ["-c", command], in: scratch, program: "/bin/bash", environment: ["PATH": path]
      ).wait(seconds: 240)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
  }

  /// Ends runs that were started in the background.
  private func kill(from scratch: Scratch) {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for process in processes.compactMap({ Int32($0) }) {
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      if place == scratch.path { Foundation.kill(process, SIGKILL) }
    }
  }
}

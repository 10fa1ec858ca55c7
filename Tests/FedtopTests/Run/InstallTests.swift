import Foundation
import Testing

/// What a person installs: program, manual, completions, themes, and all of it away again.
@Suite struct InstallTests {
  private static let install = Program.repository.appending(path: "scripts/install").path

  /// Files below a folder, by their paths.
  private func files(_ folder: String) throws -> Set<String> {
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return Set(all.filter { !$0.isEmpty && isFile("\(folder)/\($0)") })
  }

  private func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  @Test("Everything lies where the system looks for it, works there, and goes as it came")
  func install() throws {
    let scratch = try Scratch()
    let prefix = scratch.path + "/usr"
    try scratch.write("usr/bin/other", "another program")
    let outcome = try Program([Program.path, prefix], in: scratch, program: Self.install).wait()
    try #require(outcome.status == 0, "\(outcome.errors)")
    let found = try files(prefix)
    for file in [
      "bin/fedtop", "share/man/man1/fedtop.1.gz", "share/man/man1/fedtop-run.1.gz",
      "share/bash-completion/completions/fedtop", "share/zsh/vendor-completions/_fedtop",
      "share/fish/vendor_completions.d/fedtop.fish", "share/fedtop/themes/default.toml",
      "share/doc/fedtop/copyright",
    ] { #expect(found.contains(file), "\(file)") }
    let themes = try Program(["themes"], in: scratch, program: prefix + "/bin/fedtop").wait()
    #expect(themes.output.contains(prefix + "/share/fedtop/themes"), "\(themes.output)")
    let removal = try Program(["--remove", prefix], in: scratch, program: Self.install).wait()
    #expect(removal.status == 0, "\(removal.errors)")
    #expect(try files(prefix) == ["bin/other"])
  }

  @Test("The manual has a page for each command, and names what the command takes")
  func manual() throws {
    let scratch = try Scratch()
    try #require(try Program.run(["manual", "."], in: scratch).status == 0)
    let program = scratch.text("fedtop.1")
    #expect(program.hasPrefix(".TH FEDTOP 1"))
    for command in ["watch", "run", "resume", "export", "methods", "config"] {
      #expect(program.contains("fedtop\\-\(command)(1)"), "\(command)")
      let page = scratch.text("fedtop-\(command).1")
      let help = try Program.run(["help", command], in: scratch).output
      let options = help.split(separator: "\n").compactMap { line in
        line.hasPrefix("  --") ? line.dropFirst(2).prefix { $0 != " " } : nil
      }
      #expect(!options.isEmpty)
      for option in options {
        #expect(page.contains(option.replacing("-", with: "\\-")), "\(command) \(option)")
      }
    }
    // Nothing but the macros that are meant begins a line.
    let macros = Set([".TH", ".SH", ".B", ".TP", ".br"])
    for line in program.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(macros.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
  }

  @Test("It says what it is")
  func version() throws {
    let line = try Program.run(["--version"], in: Scratch()).output
    #expect(line.hasPrefix("fedtop ") && line.contains("OpenBLAS") && line.contains(" loops"))
    #expect(line.split(separator: "\n").count == 1)
  }
}

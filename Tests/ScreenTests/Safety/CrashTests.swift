import Foundation
import Testing

@testable import Screen

extension TerminalTests {
  @Suite struct CrashTests {
    @Test("A trap restores the terminal first, then shows its message and what stderr held")
    func trap() async throws {
      let folder = try Witness.folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let result = await #expect(
        processExitsWith: .signal(SIGILL), observing: [\.standardErrorContent]
      ) { [folder = folder as String] in
        try Witness.openScreen(folder: folder)
        FileHandle.standardError.write(Data("a stray line\n".utf8))
        // A release build traps on an index without a word: only what has a message can show it.
        fatalError("out of its depth")
      }
      let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(errors.contains("a stray line\n"))
      #expect(errors.contains("out of its depth"))
      Witness.expectRestored(folder)
    }

    @Test("A signal that is sent restores the terminal and still kills")
    func abort() async throws {
      let folder = try Witness.folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      await #expect(processExitsWith: .signal(SIGSEGV)) { [folder = folder as String] in
        try Witness.openScreen(folder: folder)
        kill(getpid(), SIGSEGV)
        // Another thread may take the signal, and Swift's backtracer wakes this one while it looks.
        while true { sleep(120) }
      }
      Witness.expectRestored(folder)
    }

    @Test("exit() from anywhere restores the terminal")
    func exits() async throws {
      let folder = try Witness.folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let result = await #expect(
        processExitsWith: .exitCode(7), observing: [\.standardErrorContent]
      ) { [folder = folder as String] in
        try Witness.openScreen(folder: folder)
        FileHandle.standardError.write(Data("last words\n".utf8))
        exit(7)
      }
      #expect(result?.standardErrorContent == Array("last words\n".utf8))
      Witness.expectRestored(folder)
    }

    @Test("Captured lines come one by one, and are printed when the screen is left")
    func captured() async throws {
      let folder = try Witness.folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let result = await #expect(
        processExitsWith: .success, observing: [\.standardErrorContent]
      ) { [folder = folder as String] in
        let screen = try Witness.openScreen(folder: folder)
        var errors = CapturedErrors()
        precondition(errors.lines() == [])
        FileHandle.standardError.write(Data("one\ntw".utf8))
        precondition(errors.lines() == ["one"])
        FileHandle.standardError.write(Data("o\n\nthree\n".utf8))
        precondition(errors.lines() == ["two", "three"])
        let long = String(repeating: "x", count: 10_000)
        FileHandle.standardError.write(Data("\(long)\n".utf8))
        precondition(errors.lines() == [long])
        screen.leave()
        FileHandle.standardError.write(Data("after\n".utf8))
      }
      let printed = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(printed.hasPrefix("one\ntwo\n\nthree\nxxx") && printed.hasSuffix("x\nafter\n"))
      Witness.expectRestored(folder)
    }
  }
}

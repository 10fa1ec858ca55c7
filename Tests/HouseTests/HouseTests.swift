import Foundation
import Testing

/// The rules of the house (ARCHITECTURE.md): imports point down, and only along the table.
@Suite("House") struct HouseTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func manifest() throws -> Manifest {
    Manifest(try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8))
  }

  /// Swift files under `folder` of the repository, as paths from its top, sorted.
  static func swiftFiles(under folder: String) throws -> [String] {
    try files(under: folder, endings: [".swift"])
  }

  /// Files under `folder` whose names end so, as paths from the top of the repository, sorted.
  static func files(under folder: String, endings: [String]) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { path in endings.contains { path.hasSuffix($0) } }
      .map { "\(folder)/\($0)" }.sorted()
  }

  static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  // MARK: - The table

  @Test("The table has no cycle: imports point down only", arguments: House.rooms.map(\.name))
  func tableHasNoCycle(room: String) {
    #expect(!House.reach(room).contains(room))
  }

  @Test("TUI and Sim never see each other, not even through another room")
  func viewAndFederationAreStrangers() {
    let view = House.reach("TUI").union(["TUI"])
    let federation = House.reach("Sim").union(["Sim"])
    #expect(view.intersection(federation) == ["Metrics", "Plain", "CKernels"])
    #expect(!federation.contains("Screen") && !federation.contains("RunStore"))
    for room in ["Host", "Export", "Bench"] {
      #expect(House.reach(room).isDisjoint(with: ["Screen", "TUI", "ArgumentParser"]), "\(room)")
    }
    // A page shows files: nothing behind a port can train.
    #expect(House.reach("Web").isDisjoint(with: ["Host", "Sim", "Transformer", "Corpus"]))
  }

  // MARK: - The manifest

  @Test("Every target of the manifest has a row, and every row a target")
  func manifestHasTheRooms() throws {
    let targets = Set(try Self.manifest().targets.filter { !$0.isTest }.map(\.name))
    let rooms = Set(House.rooms.map(\.name))
    #expect(
      targets.subtracting(rooms).subtracting(House.testSupport).sorted() == [],
      "targets without a row in House.rooms")
    #expect(rooms.subtracting(targets).sorted() == [], "rows without a target in Package.swift")
  }

  @Test("The manifest depends only along the table", arguments: House.rooms.map(\.name))
  func manifestFollowsTheTable(room: String) throws {
    let target = try #require(try Self.manifest().targets.first { $0.name == room })
    let wrong = House.trespasses(
      of: room, using: target.dependencies, in: "Package.swift")
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }

  @Test("A test target sees its own room and what that room may import")
  func testsStayInTheirRoom() throws {
    for target in try Self.manifest().targets
    // Broken files go through every door.
    where target.isTest && target.name != "FuzzTests" {
      let subject = try Self.subject(of: target.name)
      let allowed = subject.map { $0.mayImport.union([$0.name]) } ?? []
      let wrong = target.dependencies.filter {
        !allowed.contains($0) && !House.testSupport.contains($0)
      }
      #expect(wrong.isEmpty, "Package.swift: \(target.name) depends on \(wrong)")
    }
  }

  @Test("What tests import their target names: else they are not compiled anew when it changes")
  func testsNameWhatTheyImport() throws {
    for target in try Self.manifest().targets where target.isTest {
      let imported = try Self.swiftFiles(under: "Tests/\(target.name)").flatMap { file in
        SwiftImports(try Self.text(of: file)).lines.map(\.module)
      }
      let unnamed = Set(imported).filter {
        House.room($0) != nil && !target.dependencies.contains($0)
      }
      #expect(unnamed.isEmpty, "Package.swift: \(target.name) imports \(unnamed.sorted())")
    }
  }

  /// The room that a test target tests; nil for the house's own tests.
  private static func subject(of testTarget: String) throws -> House.Room? {
    if testTarget == "HouseTests" { return nil }
    let name = String(testTarget.dropLast("Tests".count))
    let found = House.rooms.first { $0.name.lowercased() == name.lowercased() }
    let room: House.Room = try #require(found, "\(testTarget) is named after no room")
    return room
  }

  // MARK: - The sources

  @Test("Sources import only along the table", arguments: House.rooms.map(\.name))
  func sourcesFollowTheTable(room: String) throws {
    var wrong: [String] = []
    for file in try Self.swiftFiles(under: "Sources/\(room)") {
      for line in SwiftImports(try Self.text(of: file)).lines where line.module != room {
        wrong += House.trespasses(of: room, using: [line.module], in: "\(file):\(line.number)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }

  @Test("Every folder of Sources is a room")
  func foldersAreRooms() throws {
    let folders = try FileManager.default
      .contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
      .filter { !$0.hasPrefix(".") }
    #expect(folders.filter { House.room($0) == nil }.sorted() == [])
  }
}

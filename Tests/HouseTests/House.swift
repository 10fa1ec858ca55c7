/// The table of ARCHITECTURE.md as data: every room of the house, and what it may import.
enum House {
  /// One row: a target of `Package.swift` and the only modules beyond the toolchain it may import.
  struct Room: Sendable {
    /// Name of the target.
    let name: String
    /// Rooms below it, and packages of others.
    let mayImport: Set<String>
  }

  /// The rooms, top floor first.
  ///
  /// A new edge is a decision: change the table here and in ARCHITECTURE.md.
  static let rooms = [
    Room(
      name: "fedtop",
      mayImport: [
        "Screen", "Web", "Export", "Bench", "Host", "Sim", "TUI", "RunStore", "Transformer",
        "Corpus", "Ranks", "Metrics", "Plain", "ArgumentParser", "TOMLKit",
      ]),
    Room(name: "Screen", mayImport: ["TUI", "CNcurses", "CTerminal"]),
    Room(
      name: "Web",
      mayImport: ["TUI", "RunStore", "Metrics", "Plain", "FlyingFox", "FlyingSocks"]),
    Room(
      name: "Export",
      mayImport: [
        "Host", "Sim", "RunStore", "Transformer", "Corpus", "Metrics", "Plain", "CEmbedded",
      ]),
    Room(
      name: "Bench",
      mayImport: ["Host", "Sim", "RunStore", "Transformer", "Corpus", "Metrics", "Plain"]),
    Room(
      name: "Host",
      mayImport: [
        "Sim", "RunStore", "Transformer", "Corpus", "Ranks", "Metrics", "Plain", "CVersion",
      ]),
    Room(
      name: "Sim",
      mayImport: ["Transformer", "Corpus", "Ranks", "Metrics", "Plain", "CEmbedded"]),
    Room(name: "TUI", mayImport: ["Metrics", "Plain", "TOMLKit", "CThemes"]),
    Room(name: "RunStore", mayImport: ["Metrics", "Plain", "GRDB"]),
    Room(name: "Transformer", mayImport: ["Plain", "CKernels", "COpenBLAS", "COneDNN"]),
    Room(name: "Corpus", mayImport: ["Plain", "CImages"]),
    Room(name: "Ranks", mayImport: ["CMPI"]),
    Room(name: "Metrics", mayImport: []),
    Room(name: "Plain", mayImport: ["CKernels"]),
    Room(name: "CEmbedded", mayImport: []),
    Room(name: "CThemes", mayImport: []),
    Room(name: "CVersion", mayImport: []),
    Room(name: "CKernels", mayImport: []),
    Room(name: "CMPI", mayImport: []),
    Room(name: "CTerminal", mayImport: []),
    Room(name: "CImages", mayImport: []),
    Room(name: "CNcurses", mayImport: []),
    Room(name: "COneDNN", mayImport: []),
    Room(name: "COpenBLAS", mayImport: []),
  ]

  /// Modules that come with Swift on Linux: free to import everywhere.
  static let toolchain: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization",
  ]

  /// Targets under `Tests` that only tests may use.
  static let testSupport: Set<String> = ["CHeapWatch"]

  /// The row called `name`.
  static func room(_ name: String) -> Room? { rooms.first { $0.name == name } }

  /// Everything that `name` can reach through the table, itself left out.
  static func reach(_ name: String) -> Set<String> {
    var reached: Set<String> = []
    var frontier = [name]
    while let next = frontier.popLast() {
      for below in room(next)?.mayImport ?? [] where reached.insert(below).inserted {
        frontier.append(below)
      }
    }
    return reached
  }

  /// What is wrong with `importer` using `modules`: one sentence an edge that the table does not have.
  static func trespasses(
    of importer: String, using modules: some Sequence<String>, in place: String
  )
    -> [String]
  {
    guard let room = room(importer) else {
      return ["\(place): \(importer) is no room of the house: give it a row in House.rooms"]
    }
    return modules.filter { !room.mayImport.contains($0) && !toolchain.contains($0) }.map {
      module in
      let row = room.mayImport.sorted().joined(separator: ", ")
      return "\(place): \(importer) uses \(module); its row allows [\(row)]"
    }
  }
}

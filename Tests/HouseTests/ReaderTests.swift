import Testing

/// The readers behind the house rules: a rule that misreads its input would pass for ever.
@Suite("House readers") struct ReaderTests {
  @Test("Targets, products and tests are read from a manifest")
  func manifest() {
    let text = """
      let package = Package(
        dependencies: [.package(url: "https://example.org/GRDB.swift", exact: "1.0.0")],
        targets: [
          // .target(name: "Commented", dependencies: ["Out"]),
          .target(name: "Ground", cSettings: [.unsafeFlags(["-O3"])]),
          .target(
            name: "Store",
            dependencies: ["Ground", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
          .systemLibrary(name: "CLib", providers: [.apt(["libc-dev"])]),
          .testTarget(name: "StoreTests", dependencies: ["Store"], exclude: ["Frames"]),
        ])
      """
    let expected: [Manifest.Target] = [
      .init(name: "Ground", isTest: false, dependencies: []),
      .init(name: "Store", isTest: false, dependencies: ["Ground", "GRDB"]),
      .init(name: "CLib", isTest: false, dependencies: []),
      .init(name: "StoreTests", isTest: true, dependencies: ["Store"]),
    ]
    #expect(Manifest(text).targets == expected)
  }

  @Test(
    "Every form of an import is seen",
    arguments: [
      ("import Sim", "Sim"),
      ("  import Sim", "Sim"),
      ("@testable import Sim", "Sim"),
      ("@preconcurrency public import Sim", "Sim"),
      ("@_spi(Testing) import Sim", "Sim"),
      ("internal import struct Sim.Client", "Sim"),
      ("import func Sim.run", "Sim"),
      ("import Sim.Inner", "Sim"),
      ("import structures", "structures"),
    ])
  func importForms(line: String, module: String) {
    #expect(SwiftImports("// First.\n" + line).lines == [.init(module: module, number: 2)])
  }

  @Test(
    "What is no import is not taken for one",
    arguments: [
      "// import Sim", "/// import Sim", "let text = \"import Sim\"", "important(Sim)",
      "let help = \"\"\"\n  import Sim\n  \"\"\"",
    ])
  func noImports(text: String) {
    #expect(SwiftImports(text).lines == [])
  }

  @Test("A trespass names the place, the edge and the row")
  func trespass() {
    #expect(
      House.trespasses(of: "TUI", using: ["Metrics", "Foundation", "Sim"], in: "File.swift:3")
        == ["File.swift:3: TUI uses Sim; its row allows [CThemes, Metrics, Plain, TOMLKit]"])
    #expect(House.trespasses(of: "Attic", using: [], in: "File.swift:1").count == 1)
  }

  @Test("Citations of pages and their sections are read from comments alone")
  func citations() {
    let text = """
      /// What it is (docs/a.md, "One
      /// title" and "Other"; see README.md).
      let path = "missing.md"
      # scripts/b-c.md says more
      """
    #expect(
      Citations(text).all == [
        .init(page: "docs/a.md", sections: ["One title", "Other"]),
        .init(page: "README.md", sections: []), .init(page: "scripts/b-c.md", sections: []),
      ])
  }
}

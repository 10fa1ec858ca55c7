import Foundation
import Testing

/// The pages at the top of the repository: what they point at is there.
@Suite("Documents") struct DocumentTests {
  static let pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]

  static func exists(_ path: Substring) -> Bool {
    FileManager.default.fileExists(atPath: HouseTests.root.appending(path: String(path)).path)
  }

  @Test("Every path that a page names exists", arguments: pages)
  func paths(page: String) throws {
    let text = try HouseTests.text(of: page)
    let named = text.matches(of: /(?:Sources|Tests|scripts|themes|configs)\/[\w+\-]+[\w+\-\/.]*\w/)
    let missing = named.map(\.output).filter { !Self.exists($0) }
    #expect(missing.isEmpty, "\(page) names \(missing), which are not there")
  }

  @Test("Every link between pages leads to a file", arguments: pages)
  func links(page: String) throws {
    let text = try HouseTests.text(of: page)
    let targets = text.matches(of: /\]\(([^)]+)\)/).map(\.1).filter { !$0.hasPrefix("https://") }
    #expect(targets.filter { !Self.exists($0) } == [], "in \(page)")
  }

  @Test("The table of ARCHITECTURE.md has the rows of the house, and they allow the same")
  func table() throws {
    let text = try HouseTests.text(of: "ARCHITECTURE.md")
    let rows = text.matches(of: /(?m)^\| `(\w+)` \|[^|]*\| ([^|]*) \|$/)
    #expect(rows.count == 9)
    for row in rows where row.1 != "fedtop" {
      let written = row.2 == "nothing" ? [] : row.2.split(separator: ", ").map(String.init)
      #expect(House.room(String(row.1))?.mayImport == Set(written), "row \(row.1)")
    }
  }
}

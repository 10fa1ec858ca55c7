import Testing

@testable import RunStore

struct StoreErrorTests {
  @Test("A folder that takes no journal is named, where the file itself could be written")
  func foldersThatCannotBeWritten() {
    func reason(_ writable: Set<String>) -> String {
      StoreError.readOnly(
        "/a/b.sqlite", "attempt to write a readonly database", isWritable: writable.contains)
    }
    #expect(
      reason(["/a/b.sqlite"])
        == "its folder /a cannot be written, and a journal lies beside a run file: check the folder's permissions"
    )
    for writable in [[], ["/a"], ["/a", "/a/b.sqlite"]] as [Set<String>] {
      #expect(reason(writable) == "attempt to write a readonly database: check its permissions")
    }
  }
}

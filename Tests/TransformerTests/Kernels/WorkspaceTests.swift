import Testing

@testable import Transformer

@Suite("Workspace")
struct WorkspaceTests {
  @Test("blocks are joined at a reset, and then it stays as it is")
  func growth() {
    let workspace = Workspace()
    for _ in 0..<3 {
      workspace.reset()
      for size in [100_000, 7, 200_000, 50] {
        let start = workspace.take(size)
        #expect(UInt(bitPattern: start) % 64 == 0)
        start.update(repeating: 1, count: size)
      }
    }
    workspace.reset()
    let capacity = workspace.capacity
    let first = workspace.take(300_000)
    workspace.reset()
    #expect(workspace.take(10) == first)
    #expect(workspace.capacity == capacity)
  }

  @Test("what was taken since a mark is given back, across blocks too")
  func marks() {
    let workspace = Workspace()
    _ = workspace.take(10)
    let mark = workspace.mark
    let inner = workspace.take(5)
    _ = workspace.take(1_000_000)
    workspace.release(to: mark)
    #expect(workspace.take(5) == inner)
  }
}

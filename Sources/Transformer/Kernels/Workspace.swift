import Foundation

/// Scratch memory of one worker, handed out front to back and taken back all at once.
///
/// A step that was seen before needs no allocation: memory grows in extra blocks while a step runs,
/// and `reset` joins them into one. Values are uninitialised, addresses are multiples of 64 bytes.
public final class Workspace {
  /// A place to which memory can be given back.
  public struct Mark {
    let block: Int
    let used: Int
  }

  private struct Block {
    let start: UnsafeMutableRawPointer
    let capacity: Int

    /// Pages of its own: what is given back is free at once, where `malloc` keeps blocks below 32 MB for later, and
    /// pages that were never written cost nothing.
    init(capacity: Int) {
      let pages = mmap(
        nil, capacity * MemoryLayout<Float>.stride, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let pages, pages != MAP_FAILED else { preconditionFailure("no memory is left") }
      start = pages
      self.capacity = capacity
    }

    func deallocate() { munmap(start, capacity * MemoryLayout<Float>.stride) }
  }

  private var blocks: [Block] = []
  private var current = 0
  private var used = 0

  private static let lineOfFloats = 16
  private static let smallestBlock = 1 << 16

  /// An empty workspace.
  public init() {}

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Number of floats it holds, used or not.
  public var capacity: Int { blocks.reduce(0) { $0 + $1.capacity } }

  /// `count` uninitialised floats, valid until `release` or `reset`.
  public func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count + Self.lineOfFloats - 1) / Self.lineOfFloats * Self.lineOfFloats
    if blocks.isEmpty || used + size > blocks[current].capacity { advance(to: size) }
    let start = blocks[current].start + used * MemoryLayout<Float>.stride
    used += size
    return start.assumingMemoryBound(to: Float.self)
  }

  /// A `rows` × `columns` matrix of uninitialised floats.
  public func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(take(rows * columns), rows: rows, columns: columns)
  }

  /// `count` uninitialised integers.
  func integers(_ count: Int) -> UnsafeMutablePointer<Int> {
    let floats = count * MemoryLayout<Int>.stride / MemoryLayout<Float>.stride
    return UnsafeMutableRawPointer(take(floats)).bindMemory(to: Int.self, capacity: count)
  }

  /// `count` uninitialised 32-bit integers.
  func targets(_ count: Int) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(take(count)).bindMemory(to: Int32.self, capacity: count)
  }

  /// `count` uninitialised 16-bit floats, as bits.
  func halves(_ count: Int) -> UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(take((count + 1) / 2)).bindMemory(to: UInt16.self, capacity: count)
  }

  /// Where memory is handed out next.
  public var mark: Mark { Mark(block: current, used: used) }

  /// Takes back everything handed out since `mark`.
  public func release(to mark: Mark) {
    current = mark.block
    used = mark.used
  }

  /// Takes back everything; memory of several blocks becomes one.
  func reset() {
    if blocks.count > 1 {
      let total = capacity
      for block in blocks { block.deallocate() }
      blocks.removeAll(keepingCapacity: true)
      blocks.append(Block(capacity: total))
    }
    current = 0
    used = 0
  }

  private func advance(to size: Int) {
    while current + 1 < blocks.count {
      current += 1
      used = 0
      if size <= blocks[current].capacity { return }
    }
    blocks.append(Block(capacity: max(size, Self.smallestBlock, capacity / 2)))
    current = blocks.count - 1
    used = 0
  }
}

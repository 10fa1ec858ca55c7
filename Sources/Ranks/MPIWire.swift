import CMPI
import Foundation

/// The ranks of an MPI job: a library of MPI that is opened at run time carries the bytes.
///
/// The thread that makes it is the only one that may call it.
public final class MPIWire: Wire, @unchecked Sendable {
  // Unchecked: everything mutable is touched by that thread alone.
  /// Number of this rank, from 0.
  public let rank: Int
  /// Number of ranks.
  public let size: Int
  private var sendings: [Transfer] = []
  /// Pieces that come, in the order in which they were found.
  private var arrivals: [Transfer] = []
  /// Messages that are longer than a piece, by sender, as far as they have come.
  private var begun: [Int: [UInt8]] = [:]

  /// A piece on its way.
  private struct Transfer {
    let rank: Int
    let bytes: UnsafeMutableRawBufferPointer
    var state = cmpi_transfer()

    init(_ rank: Int, count: Int) {
      self.rank = rank
      bytes = .allocate(byteCount: count, alignment: 64)
    }
  }

  /// A piece of this length has another behind it; MPI counts bytes with an int.
  private static let longest = 1 << 30

  /// Finds the others.
  ///
  /// - Parameters:
  ///   - launcher: who started this process; nil: nobody, so that it is the only one.
  ///   - library: name or path of the library; nil: that of the launcher's family.
  /// - Throws: `RanksError`.
  public init(_ launcher: Launcher?, library: String?) throws(RanksError) {
    let expected = launcher?.size ?? 1
    // Slurm without a plug-in for MPI: no library would find the others.
    if let launcher, launcher.family == nil { throw .alone(started: launcher.size, found: 1) }
    let opened = try Self.open(library, launcher?.family ?? .openMPI)
    guard cmpi_begin() == 0 else { throw .failed(library: opened) }
    (rank, size) = (Int(cmpi_rank()), Int(cmpi_size()))
    guard size == expected, (0..<size).contains(rank) else {
      _ = cmpi_end()
      throw .alone(started: expected, found: size)
    }
  }

  private static func open(
    _ library: String?, _ family: Launcher.Family
  ) throws(RanksError) -> String {
    var problem = ""
    for name in library.map({ [$0] }) ?? family.libraries {
      var words = [CChar](repeating: 0, count: 512)
      let found = words.withUnsafeMutableBufferPointer {
        cmpi_open(name, $0.baseAddress, $0.count)
      }
      switch found {
      case CMPI_OPEN: return name
      case CMPI_NOT_FOUND:
        let own = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        if problem.isEmpty { problem = String(decoding: own, as: UTF8.self) }
      default: throw .foreign(library: name)
      }
    }
    throw .missing(family, problem: problem)
  }

  /// Whether something is on its way, to this rank or from it.
  public var isMoving: Bool { !sendings.isEmpty || !arrivals.isEmpty }

  /// Begins to send; the bytes are copied.
  public func send(_ bytes: [UInt8], to rank: Int) {
    var start = 0
    // A message ends with a piece that is not full, if need be an empty one.
    while true {
      let count = min(Self.longest, bytes.count - start)
      var piece = Transfer(rank, count: count)
      bytes.withUnsafeBytes {
        piece.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
      }
      check(cmpi_send(piece.bytes.baseAddress, Int32(count), Int32(rank), &piece.state))
      sendings.append(piece)
      start += count
      if count < Self.longest { break }
    }
    settle()
  }

  /// The next message that has come; nil: there is none now.
  public func receive() -> (from: Int, bytes: [UInt8])? {
    settle()
    expect()
    // What one rank sent comes in its order, whichever piece is through first.
    var late: Set<Int> = []
    for place in arrivals.indices where !late.contains(arrivals[place].rank) {
      guard isDone(&arrivals[place].state) else {
        late.insert(arrivals[place].rank)
        continue
      }
      let piece = arrivals.remove(at: place)
      defer { piece.bytes.deallocate() }
      let bytes = Array(piece.bytes)
      let whole = begun.removeValue(forKey: piece.rank).map { $0 + bytes } ?? bytes
      guard bytes.count == Self.longest else { return (piece.rank, whole) }
      begun[piece.rank] = whole
      return receive()
    }
    return nil
  }

  /// Begins to take whatever is there.
  private func expect() {
    var (from, count) = (Int32(0), Int32(0))
    while true {
      let found = cmpi_probe(&from, &count)
      guard found != 0 else { return }
      check(found > 0 ? 0 : found)
      var piece = Transfer(Int(from), count: Int(count))
      check(cmpi_receive(piece.bytes.baseAddress, count, from, &piece.state))
      arrivals.append(piece)
    }
  }

  /// Lets go of what has been sent.
  private func settle() {
    sendings.removeAll { sending in
      var state = sending.state
      guard isDone(&state) else { return false }
      sending.bytes.deallocate()
      return true
    }
  }

  private func isDone(_ state: inout cmpi_transfer) -> Bool {
    let code = cmpi_is_done(&state)
    check(code < 0 ? code : 0)
    return code > 0
  }

  /// Ends MPI in good order; waits until all ranks do.
  public func end() {
    while !sendings.isEmpty {
      settle()
      usleep(100)
    }
    _ = cmpi_end()
  }

  /// Ends all ranks at once, this one too.
  public func abort(status: Int32) -> Never {
    cmpi_abort(status)
    _exit(status)
  }

  /// An MPI that fails says why and ends the job itself, unless somebody has told it not to.
  private func check(_ code: Int32) {
    guard code != 0 else { return }
    let line = "fedtop: rank \(rank): MPI failed with code \(code)\n"
    FileHandle.standardError.write(Data(line.utf8))
    abort(status: 69)
  }
}

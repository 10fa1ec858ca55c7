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
  private var sendings: [Sending] = []
  /// Pieces of messages that are longer than one can be, by sender.
  private var begun: [Int: [UInt8]] = [:]

  private struct Sending {
    let bytes: UnsafeMutableRawPointer
    var state: cmpi_sending
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

  /// Whether something is still on its way.
  public var isSending: Bool { !sendings.isEmpty }

  /// Begins to send; the bytes are copied.
  public func send(_ bytes: [UInt8], to rank: Int) {
    var start = 0
    // A message ends with a piece that is not full, if need be an empty one.
    while true {
      let count = min(Self.longest, bytes.count - start)
      let piece = UnsafeMutableRawPointer.allocate(byteCount: max(1, count), alignment: 64)
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(start: piece, count: count).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
      }
      var sending = Sending(bytes: piece, state: cmpi_sending())
      check(cmpi_send(piece, Int32(count), Int32(rank), &sending.state))
      sendings.append(sending)
      start += count
      if count < Self.longest { break }
    }
    settle()
  }

  /// The next message that has come; nil: there is none now.
  public func receive() -> (from: Int, bytes: [UInt8])? {
    settle()
    var (from, count) = (Int32(0), Int32(0))
    while true {
      let found = cmpi_probe(&from, &count)
      guard found != 0 else { return nil }
      check(found > 0 ? 0 : found)
      let bytes = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
        check(cmpi_receive(buffer.baseAddress, count, from))
        filled = Int(count)
      }
      let whole = begun.removeValue(forKey: Int(from)).map { $0 + bytes } ?? bytes
      guard Int(count) == Self.longest else { return (Int(from), whole) }
      begun[Int(from)] = whole
    }
  }

  /// Lets go of what has been sent.
  private func settle() {
    sendings.removeAll { sending in
      var state = sending.state
      let isSent = cmpi_is_sent(&state)
      check(isSent < 0 ? isSent : 0)
      guard isSent > 0 else { return false }
      sending.bytes.deallocate()
      return true
    }
  }

  /// Ends MPI in good order; waits until all ranks do.
  public func end() {
    while isSending { settle() }
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

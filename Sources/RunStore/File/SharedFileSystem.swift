import Foundation

/// File systems that several machines may have open at once.
///
/// SQLite's write-ahead log has an index in memory that the processes of one machine share: readers on another machine are
/// shown less than there is, or break it (sqlite.org/wal.html). Locks of files are passed on by all of these, so that a
/// rollback journal is as safe there as they keep what they promise.
enum SharedFileSystem {
  /// As the kernel names them; of those in user space (`fuse.sshfs`, `fuse.glusterfs`) it tells no more.
  private static let kinds: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "gpfs", "beegfs", "panfs", "ceph", "9p",
    "virtiofs", "afs", "coda",
    "gfs2", "ocfs2", "orangefs", "pvfs2", "glusterfs", "fuse",
  ]

  /// Whether `path`, which exists, is on one.
  static func holds(_ path: String) -> Bool {
    var info = stat()
    guard stat(path, &info) == 0,
      let mounts = FileManager.default.contents(atPath: "/proc/self/mountinfo")
    else { return false }
    return isShared(device: UInt64(info.st_dev), mounts: String(decoding: mounts, as: UTF8.self))
  }

  /// Whether the file system of a device is one, given the lines of proc(5)'s `mountinfo`; false when it is not there.
  static func isShared(device: UInt64, mounts: String) -> Bool {
    // As gnu_dev_major and gnu_dev_minor take a number apart.
    let major = (device >> 8) & 0xfff | (device >> 32) & ~0xfff
    let minor = device & 0xff | (device >> 12) & ~0xff
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      // Optional fields end with a dash; the kind is behind it.
      guard fields.count > 6, fields[2] == "\(major):\(minor)",
        let dash = fields[6...].firstIndex(of: "-"), dash + 1 < fields.count
      else { continue }
      let kind = fields[dash + 1]
      return kinds.contains(String(kind.prefix { $0 != "." })) || kinds.contains(String(kind))
    }
    return false
  }
}

import Foundation
import Plain

/// The files of a data set of images.
public struct ImageFiles: Sendable, Equatable {
  /// Where a split lies.
  enum Source: Sendable, Equatable {
    /// A folder with a folder of PNG and JPEG files a class.
    case folders(String)
    /// Two arrays of an archive of NumPy; those of held-out samples may be in it too.
    case archive(String)
    /// Two files of IDX.
    case idx(images: String, labels: String)

    /// The file or folder that stands for it.
    var path: String {
      switch self {
      case .folders(let path), .archive(let path), .idx(let path, _): path
      }
    }
  }

  /// Training samples, or all of them.
  let train: Source
  /// Held-out samples; nil: those of the archive, or a share of the others.
  var test: Source?

  /// Names of folders and files that hold samples out, in the order in which they are looked for.
  private static let heldOut = ["test", "testing", "val", "valid", "validation", "dev", "t10k"]

  /// Finds images at a place; nil where there are none.
  init?(_ location: String, isFolder: Bool) {
    guard isFolder else {
      guard let source = Self.source(file: location) else { return nil }
      train = source
      test = Self.besides(location)
      return
    }
    // Capitals differ from set to set: `Train` and `Test`.
    let entries = FileBytes.names(in: location)
    func first(_ names: [String]) -> Source? {
      for known in names {
        let name = entries.first { $0.lowercased() == known } ?? known
        if FileBytes.isFolder("\(location)/\(name)"), Self.isOfClasses("\(location)/\(name)") {
          return .folders("\(location)/\(name)")
        }
        for file in Self.files(name) where FileBytes.exists("\(location)/\(file)") {
          if let source = Self.source(file: "\(location)/\(file)") { return source }
        }
      }
      return nil
    }
    if let source = first(["train", "training"]) {
      train = source
      test = first(Self.heldOut)
    } else if Self.isOfClasses(location) {
      train = .folders(location)
    } else {
      return nil
    }
  }

  /// Held-out samples that are named; nil for what is no place of images.
  static func named(_ path: String) -> Source? {
    FileBytes.isFolder(path) ? .folders(path) : source(file: path)
  }

  /// Each file by what it is to the data set, `train` and `test`; of images in folders the folder of each class.
  var parts: [(part: String, path: String)] {
    func parts(_ name: String, _ source: Source) -> [(String, String)] {
      switch source {
      case .archive(let path): [(name, path)]
      case .idx(let images, let labels): [(name, images), (name + "/labels", labels)]
      case .folders(let folder):
        Self.classes(in: folder).map { ("\(name)/\($0)", "\(folder)/\($0)") }
      }
    }
    return parts("train", train) + (test.map { parts("test", $0) } ?? [])
  }

  /// Folders of a folder, in the order of their names.
  static func classes(in folder: String) -> [String] {
    FileBytes.names(in: folder).filter { FileBytes.isFolder("\(folder)/\($0)") }
  }

  /// What of a folder with classes is no sample, a sentence each.
  static func leftOut(of folder: String) -> [String] {
    let (folders, place) = (classes(in: folder), excerpt(DatasetFiles.last(folder), limit: 80))
    let empty = folders.filter { images(in: "\(folder)/\($0)").isEmpty }
    let strays =
      images(in: folder)
      + folders.filter { !empty.contains($0) }.flatMap { label in
        FileBytes.names(in: "\(folder)/\(label)").filter { !ImageFile.isNamed($0) }.map {
          "\(label)/\($0)"
        }
      }
    var notes: [String] = []
    if !empty.isEmpty {
      notes.append(
        "\(listed(empty)) in \(place) \(empty.count == 1 ? "has no image and is no class" : "have no images and are no classes")"
      )
    }
    if !strays.isEmpty {
      notes.append(
        "\(listed(strays)) in \(place) \(strays.count == 1 ? "is" : "are") not read: images are PNG or JPEG "
          + "files in the folder of their class")
    }
    return notes
  }

  /// Images of a folder, in the order of their names.
  static func images(in folder: String) -> [String] {
    FileBytes.names(in: folder).filter(ImageFile.isNamed)
  }

  private static func isOfClasses(_ folder: String) -> Bool {
    classes(in: folder).contains { !images(in: "\(folder)/\($0)").isEmpty }
  }

  private static func files(_ name: String) -> [String] {
    [".npz", "-images-idx3-ubyte.gz", "-images-idx3-ubyte", "-images.idx3-ubyte"].map { name + $0 }
  }

  private static func source(file path: String) -> Source? {
    if path.hasSuffix(".npz") { return .archive(path) }
    let name = path.split(separator: "/").last ?? ""
    guard name.contains("idx3-ubyte") else { return nil }
    let labels = name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    return .idx(images: path, labels: String(path.dropLast(name.count)) + labels)
  }

  /// The file of held-out samples beside one of training: `emnist-letters-test-…` beside `emnist-letters-train-…`, packed or not.
  private static func besides(_ path: String) -> Source? {
    let name = String(path.split(separator: "/").last ?? "")
    guard let train = name.firstRange(of: "train") else { return nil }
    let folder = path.dropLast(name.count)
    for other in heldOut {
      let beside = String(folder) + name.replacingCharacters(in: train, with: other)
      let repacked = beside.hasSuffix(".gz") ? String(beside.dropLast(3)) : beside + ".gz"
      for file in [beside, repacked] where FileBytes.exists(file) { return source(file: file) }
    }
    return nil
  }

  /// Images beside the training samples that are called as held-out ones are, where none were taken; nil: there are none.
  var unreadTests: String? {
    let own = DatasetFiles.last(train.path)
    let place = train.path.hasSuffix("/") ? train.path.dropLast() : train.path[...]
    let folder = String(place.dropLast(own.count))
    let others = FileBytes.names(in: folder.isEmpty ? "." : folder).filter { name in
      let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      guard name != own, !words.contains("labels"),
        words.contains(where: { Self.heldOut.contains($0) || TableName.heldOut.contains($0) })
      else { return false }
      return Self.source(file: folder + name) != nil
        || FileBytes.isFolder(folder + name) && Self.isOfClasses(folder + name)
    }
    return DatasetFiles.unreadNote(others, beside: own)
  }
}

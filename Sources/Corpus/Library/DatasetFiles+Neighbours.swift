import Plain

/// What lies beside the files of a data set, looks like a part of it, and is not read.
extension DatasetFiles {
  /// Files called as held-out samples of the training file are, where none was taken; nil: there are none.
  ///
  /// - Parameter known: names of those that are spoken of already.
  func unreadTests(known: [String]) -> String? {
    let name = Self.last(train)
    guard let own = TableName(name) else { return nil }
    let others = Self.names(beside: train).filter { other in
      !known.contains(other) && TableName(other)?.isHeldOut(of: own) == true
    }
    return Self.unreadNote(others, beside: name)
  }

  /// What to say of files or folders that are called as held-out samples are and lie unread beside the training ones; nil: none do.
  static func unreadNote(_ others: [String], beside name: String) -> String? {
    guard !others.isEmpty else { return nil }
    let (are, names) = others.count > 1 ? ("are", "their names look") : ("is", "its name looks")
    return
      "\(listed(others)) beside \(excerpt(name)) \(are) not read, though \(names) like that of held-out "
      + "samples (--test FILE)"
  }

  /// Names of labels beside a file that was given by itself, which are for its folder; nil: there are none.
  var unreadLabels: String? {
    let name = Self.last(train)
    guard !isFolder, TableName(name)?.isTraining == true,
      Self.names(beside: train).contains("labels.json")
    else { return nil }
    return
      "labels.json beside \(excerpt(name)) is not read: give the folder for its names of the labels (--data FOLDER)"
  }

  /// Training files of a folder beside the one that was taken; nil: there are none.
  var otherTrainings: String? {
    let others = Self.endings.map { "train." + $0 }
      .filter { "\(location)/\($0)" != train && FileBytes.exists("\(location)/\($0)") }
    guard isFolder, !areClients, !others.isEmpty else { return nil }
    return "\(excerpt(Self.last(train))) is taken, and \(listed(others)) beside it "
      + "\(others.count > 1 ? "are" : "is") not read (--data FILE)"
  }

  /// That a file is one of several parts, as its name says and perhaps those beside it; nil: it is whole.
  static func partNote(_ path: String) -> String? {
    let name = last(path)
    guard let own = TableName(name), let part = own.part else { return nil }
    let siblings = names(beside: path).compactMap(TableName.init)
      .filter { own.isTraining && $0.isSibling(of: own) }.compactMap(\.part)
    let count = own.parts ?? Set(siblings + [part]).count
    guard count > 1 else { return nil }
    return
      "\(excerpt(name)) \(own.parts == nil ? "looks like" : "is") one of \(count) parts by its name, and no other "
      + "is read: to read all, join them in one file"
  }

  /// Why a folder without a file called train has no training samples, though files of it are called alike, and what to do;
  /// nil: none is.
  static func misnamed(in folder: String) -> String? {
    let names =
      (FileBytes.names(in: folder) + FileBytes.names(in: folder + "/data").map { "data/" + $0 })
      .filter { TableName(last($0))?.isTraining == true && FileBytes.exists("\(folder)/\($0)") }
    guard !names.isEmpty else { return nil }
    return "no file of it is called train.csv or the like, but it has \(listed(names, limit: 2)): "
      + (names.count > 1 ? "give one of them, or join them in one" : "give that file")
  }

  /// The other files in the folder of a file, by name.
  private static func names(beside path: String) -> [String] {
    let file = last(path)
    let folder = path.dropLast(file.count)
    return FileBytes.names(in: folder.isEmpty ? "." : String(folder)).filter {
      $0 != file && FileBytes.exists(folder + $0)
    }
  }
}

import Plain

/// Reads data sets of images: folders of PNG and JPEG files, archives of NumPy, files of IDX.
enum ImageReader {
  /// Samples of a split, with labels as written, and what to tell of its files.
  private struct Split {
    var images: [(name: String, image: HeldImage)] = []
    var labels: [String] = []
    var notes: [String] = []
  }

  /// Names of arrays that hold images, each with that of their labels.
  private static let trainNames = [
    ("x_train", "y_train"), ("X_train", "y_train"), ("train_images", "train_labels"),
    ("images", "labels"), ("x", "y"), ("X", "y"), ("data", "labels"), ("arr_0", "arr_1"),
  ]
  private static let testNames = [
    ("x_test", "y_test"), ("X_test", "y_test"), ("test_images", "test_labels"),
    ("x_val", "y_val"), ("X_val", "y_val"), ("val_images", "val_labels"),
  ]

  /// Reads a data set.
  ///
  /// - Parameters:
  ///   - labelNames: names of the labels 0, 1, …; nil: folders are called by them, and numbers are names.
  ///   - testFraction: share of the samples that is held out where no others are, drawn with `seed`.
  static func read(
    _ files: ImageFiles, labelNames: [String]?, testFraction: Double, seed: UInt64
  ) throws(CorpusError) -> Dataset {
    let path = files.train.path
    guard let training = try split(files.train, trainNames), !training.images.isEmpty else {
      throw .badFile(path: path, problem: "no images")
    }
    var held: Split?
    if let test = files.test {
      held = try split(test, testNames + trainNames)
    } else if case .archive = files.train {
      held = try split(files.train, testNames)
    }
    let names = names(of: training, given: labelNames)
    var train = try samples(training, names, isNumbered: labelNames != nil, path)
    var notes = training.notes + (held?.notes ?? [])
    var test: [Sample] = []
    var records: (train: [Int], test: [Int])?
    if let held {
      test = try samples(
        held, names, isNumbered: labelNames != nil, files.test?.path ?? path)
      let place = files.test.map { DatasetFiles.last($0.path) } ?? "the same archive"
      notes.append("held-out samples from \(excerpt(place, limit: 80)) (--test)")
    } else {
      let places = DatasetReader.split(train.count, fraction: testFraction, seed: seed)
      (train, test) = (places.train.map { train[$0] }, places.test.map { train[$0] })
      records = places
      notes.append("\(test.count) of \(train.count + test.count) samples held out at random")
      notes += [files.unreadTests].compactMap(\.self)
    }
    var dataset = Dataset(
      name: DatasetReader.name(of: path), labelNames: names, train: train, test: test, notes: notes)
    (dataset.trainRecords, dataset.testRecords) = (records?.train, records?.test)
    return dataset
  }

  private static func names(of split: Split, given: [String]?) -> [String] {
    if let given { return given }
    let seen = Set(split.labels)
    guard seen.allSatisfy({ Int($0) != nil }) else { return seen.sorted() }
    return seen.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
  }

  private static func samples(
    _ split: Split, _ names: [String], isNumbered: Bool, _ path: String
  ) throws(CorpusError) -> [Sample] {
    let places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var samples: [Sample] = []
    samples.reserveCapacity(split.images.count)
    for (index, (name, image)) in split.images.enumerated() {
      let written = split.labels[index]
      let number = isNumbered ? Int(written) : nil
      guard let label = places[written] ?? number.flatMap({ names.indices.contains($0) ? $0 : nil })
      else {
        throw .badFile(
          path: path,
          problem:
            "the label '\(excerpt(written))' of \(excerpt(name)) is none of \(Dataset.list(names))")
      }
      samples.append(Sample(text: name, label: label, image: image))
    }
    return samples
  }

  /// What is at a place; nil for an archive without arrays of these names.
  private static func split(
    _ source: ImageFiles.Source, _ names: [(String, String)]
  ) throws(CorpusError) -> Split? {
    switch source {
    case .folders(let folder): return try folders(folder)
    case .archive(let path): return try archive(path, names)
    case .idx(let images, let labels):
      return try paired(
        try array(images, NumberArray.init(idx:)), try array(labels, NumberArray.init(idx:)),
        path: images, labelPath: labels)
    }
  }

  private static func folders(_ folder: String) throws(CorpusError) -> Split {
    var split = Split(notes: ImageFiles.leftOut(of: folder))
    var (turned, shortened) = (0, 0)
    let files = ImageFiles.classes(in: folder).flatMap { label in
      ImageFiles.images(in: "\(folder)/\(label)").map { (label: label, name: "\(label)/\($0)") }
    }
    let read = files.map(\.name).mapConcurrently { name in
      Result { () throws(CorpusError) in try ImageFile.held("\(folder)/\(name)") }
    }
    for ((label, name), read) in zip(files, read) {
      let (image, changes) = try read.get()
      split.images.append((name, image))
      split.labels.append(label)
      turned += changes.contains(.turned) ? 1 : 0
      shortened += changes.contains(.shortened) ? 1 : 0
    }
    let place = excerpt(DatasetFiles.last(folder), limit: 80)
    if turned > 0 {
      split.notes.append(
        "\(turned) of \(split.images.count) images in \(place) are turned upright, as Exif asks")
    }
    if shortened > 0 {
      split.notes.append(
        "\(shortened) of \(split.images.count) images in \(place) have 16 bits a channel, of which 8 are read"
      )
    }
    return split
  }

  private static func archive(
    _ path: String, _ names: [(String, String)]
  ) throws(CorpusError) -> Split? {
    let bytes = try FileBytes.read(path, limit: 1 << 32)
    do {
      let archive = try ZipArchive(bytes)
      let arrays = Set(archive.names.map { $0.hasSuffix(".npy") ? String($0.dropLast(4)) : $0 })
      guard let (images, labels) = names.first(where: { arrays.contains($0.0) }) else {
        if names.contains(where: { $0.0 == "images" }) {
          throw CorpusError.badFile(
            path: path,
            problem:
              "no array of images among \(Dataset.list(arrays.sorted())): call them images and labels"
          )
        }
        return nil
      }
      guard let labelBytes = try archive.member(labels + ".npy") else {
        throw CorpusError.badFile(path: path, problem: "no array \(labels) beside \(images)")
      }
      guard let imageBytes = try archive.member(images + ".npy") else { return nil }
      func array(_ bytes: [UInt8], _ name: String) throws -> NumberArray {
        do { return try NumberArray(npy: bytes) } catch {
          throw CorpusError.badFile(path: path, problem: "\(name): \(error.text)")
        }
      }
      return try paired(
        try array(imageBytes, images), try array(labelBytes, labels), path: path, labelPath: path)
    } catch let error as CorpusError {
      throw error
    } catch {
      throw .badFile(path: path, problem: "\(error)")
    }
  }

  private static func array(
    _ path: String, _ read: ([UInt8]) throws(ImageProblem) -> NumberArray
  ) throws(CorpusError) -> NumberArray {
    let bytes = try FileBytes.unpacked(
      try FileBytes.read(
        path, advice: "images and labels of IDX are two files beside each other"), path: path)
    do { return try read(bytes) } catch { throw .badFile(path: path, problem: error.text) }
  }

  private static func paired(
    _ images: NumberArray, _ labels: NumberArray, path: String, labelPath: String
  ) throws(CorpusError) -> Split {
    let shape = images.shape
    guard shape.count == 3 || shape.count == 4 && [1, 3].contains(shape[3]),
      shape.dropFirst().allSatisfy({ $0 > 0 }), let pixels = images.pixels
    else {
      throw .badFile(
        path: path,
        problem:
          "images are bytes of [samples, height, width] or [samples, height, width, 1 or 3], not "
          + "[\(shape.map(String.init).joined(separator: ", "))]"
          + (images.pixels == nil ? " of type \(images.type)" : ""))
    }
    guard labels.shape.filter({ $0 != 1 }).count <= 1 else {
      throw .badFile(
        path: labelPath,
        problem:
          "labels are one number a sample, not [\(Dataset.list(labels.shape.map(String.init)))]"
      )
    }
    guard let values = labels.labels, values.count == shape[0] else {
      throw .badFile(
        path: labelPath,
        problem: "\(labels.count) labels for \(shape[0]) images")
    }
    let (height, width, channels) = (shape[1], shape[2], shape.count == 4 ? shape[3] : 1)
    // Without samples the other sizes may be anything, and their product more than a number holds.
    let size = pixels.count / max(1, shape[0])
    let name = DatasetFiles.last(path).split(separator: ".").first ?? "image"
    return Split(
      images: values.indices.map { index in
        (
          "\(name) \(index)",
          HeldImage(
            PixelImage(
              width: width, height: height, channels: channels,
              bytes: Array(pixels[index * size..<(index + 1) * size])))
        )
      }, labels: values.map(String.init))
  }
}

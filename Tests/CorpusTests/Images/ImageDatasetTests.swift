import Foundation
import Plain
import Testing

@testable import Corpus

/// Data sets of images in each of their forms, and what is said of those that are none.
struct ImageDatasetTests {
  private func folder() throws -> String {
    let path = NSTemporaryDirectory() + "images-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private func copy(_ name: String, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: ImageFileTests.folder + "/" + name, toPath: path)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func problem(_ place: String) -> String {
    do {
      _ = try DatasetLibrary.load(place)
      return "nothing"
    } catch { return "\(error)" }
  }

  @Test(arguments: ["stored", "deflated"])
  func archivesOfNumPy(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: ImageFileTests.folder + "/arrays.json"))
    let pixels = try JSONDecoder().decode([UInt8].self, from: data)
    let set = try DatasetLibrary.load(ImageFileTests.folder + "/\(name).npz")
    #expect(set.hasImages && set.labelNames == ["0", "1", "2"])
    #expect(set.train.count + set.test.count == 7)
    let records = try #require(set.trainRecords)
    for (sample, record) in zip(set.train, records) {
      #expect(sample.label == [2, 0, 1, 1, 0, 2, 1][record])
      #expect(sample.image?.pixels.bytes == Array(pixels[60 * record..<60 * (record + 1)]))
      #expect(sample.image?.height == 5 && sample.image?.width == 4)
    }
  }

  @Test("Held-out images under other names are taken, or it is said that they are not")
  func heldOutUnderOtherNames() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    for index in 0..<6 {
      try copy("grey.png", to: path + "/mnist/training/\(index % 2)/\(index).png")
    }
    try copy("grey.png", to: path + "/mnist/testing/0/9.png")
    #expect(try DatasetLibrary.load(path + "/mnist").test.map(\.text) == ["0/9.png"])
    let own = try DatasetLibrary.load(path + "/mnist/training/")
    #expect(own.notes.contains { $0.contains("'testing' beside training is not read") })
    try FileManager.default.moveItem(
      atPath: path + "/mnist", toPath: path + "/capitals")
    for (old, new) in [("training", "Train"), ("testing", "Test")] {
      try FileManager.default.moveItem(
        atPath: path + "/capitals/" + old, toPath: path + "/capitals/" + new)
    }
    #expect(try DatasetLibrary.load(path + "/capitals").test.count == 1)
  }

  @Test func foldersOfClasses() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try copy("colour.png", to: path + "/train/cat/1.png")
    try copy("colour.jpg", to: path + "/train/dog/1.jpg")
    try copy("grey.png", to: path + "/train/dog/2.png")
    try copy("alpha.png", to: path + "/test/dog/3.png")
    let set = try DatasetLibrary.load(path)
    #expect(set.labelNames == ["cat", "dog"])
    #expect(set.train.map(\.text) == ["cat/1.png", "dog/1.jpg", "dog/2.png"])
    #expect(set.train.map(\.label) == [0, 1, 1] && set.test.map(\.label) == [1])
    let files = try DatasetFiles(DatasetRequest(path))
    #expect(files.parts.map(\.part) == ["train/cat", "train/dog", "test/dog"])
    #expect(DatasetFiles.images(of: files.parts[1].path)?.count == 2)
    try write(Array("no image".utf8), to: path + "/train/cat/2.png")
    #expect(problem(path).hasSuffix("/train/cat/2.png: neither PNG nor JPEG"))
  }

  @Test("What is said of columns is not read where there are none")
  func columnsOfImages() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    for index in 0..<4 { try copy("grey.png", to: path + "/\(index % 2)/\(index).png") }
    func notes(_ columns: ColumnNames) throws -> [String] {
      try DatasetLibrary.load(DatasetRequest(path, columns: columns)).notes
    }
    #expect(try notes(ColumnNames(label: "kind")).contains { $0.hasPrefix("columns and headers") })
    #expect(try notes(ColumnNames()).allSatisfy { !$0.hasPrefix("columns and headers") })
  }

  @Test func whatIsNoSampleOfAFolderIsTold() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    for name in ["cat/1.png", "dog/2.png", "stray.png"] {
      try copy("grey.png", to: "\(path)/\(name)")
    }
    try write([], to: path + "/cat/notes.txt")
    try FileManager.default.createDirectory(
      atPath: path + "/mouse", withIntermediateDirectories: true)
    let set = try DatasetLibrary.load(path)
    #expect(set.labelNames == ["cat", "dog"])
    let notes = set.notes.joined(separator: "\n")
    #expect(notes.contains("'mouse' in") && notes.contains("has no image and is no class"))
    #expect(notes.contains("'stray.png', 'cat/notes.txt' in") && notes.contains("are not read"))
  }

  private func numbers(_ header: String, _ body: [UInt8]) throws -> NumberArray {
    let text = Array(header.utf8)
    return try NumberArray(
      npy: [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text + body)
  }

  @Test func onlyBytesArePixels() throws {
    #expect(
      try numbers("{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}", [1, 2]).pixels == [
        1, 2,
      ])
    for type in ["|b1", "|i1"] {
      let read = try numbers("{'descr': '\(type)', 'fortran_order': False, 'shape': (2,)}", [1, 0])
      #expect(read.pixels == nil && read.labels == [1, 0])
    }
    let error = #expect(throws: ImageProblem.self) {
      try numbers("{'descr': '>i2', 'fortran_order': False, 'shape': (1,)}", [0, 1])
    }
    #expect(error?.text.contains("'>i2'") == true && error?.text.contains("little-endian") == true)
  }

  @Test func filesOfIDX() throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(
      [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6],
      to: path + "/train-images-idx3-ubyte")
    #expect(
      problem(path).contains("train-labels-idx1-ubyte: images and labels of IDX are two files"))
    try write([0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1], to: path + "/train-labels-idx1-ubyte")
    try write(Array("[\"shirt\", \"shoe\"]".utf8), to: path + "/labels.json")
    let set = try DatasetLibrary.load(path)
    #expect(set.labelNames == ["shirt", "shoe"])
    let all = set.train + set.test
    #expect(Set(all.compactMap { $0.image?.pixels.bytes }) == [[1, 2], [3, 4], [5, 6]])
    try write([0, 0, 8, 1, 0, 0, 0, 2, 1, 0], to: path + "/train-labels-idx1-ubyte")
    #expect(problem(path).hasSuffix("2 labels for 3 images"))
    try write([0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 7], to: path + "/train-labels-idx1-ubyte")
    #expect(
      problem(path).contains("the label '7' of train-images-idx3-ubyte 2 is none of shirt, shoe"))
    try write(
      [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2, 1], to: path + "/train-images-idx3-ubyte")
    #expect(problem(path).hasSuffix("an array of 9 x 1 x 2 needs 18 bytes, and 1 are there"))
  }

  @Test func archivesThatAreDamaged() throws {
    let path = try folder() + "/a.npz"
    let bytes = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: ImageFileTests.folder + "/deflated.npz")))
    try write(Array(bytes.dropLast(30)), to: path)
    #expect(problem(path).hasSuffix("a damaged zip archive, or one that is cut short"))
    var changed = bytes
    changed[120] ^= 0xFF
    try write(changed, to: path)
    #expect(problem(path).contains("in it is damaged"))
  }

  @Test func patchesAreOrderedByChannel() throws {
    let processor = ImageProcessor(side: 4, patch: 2, channels: 3)
    let image = PixelImage(width: 4, height: 4, channels: 3, bytes: (0..<48).map(UInt8.init))
    let encoding = processor.encode(
      Sample(text: "", label: 0, image: HeldImage(image)), maxLength: 2)
    #expect(encoding.tokens == [0, 1, 2, 3, 4] && encoding.pixels.count == 48)
    #expect(encoding.pixels.prefix(12) == [0, 3, 12, 15, 1, 4, 13, 16, 2, 5, 14, 17])
    let levels = try #require(processor.pixelLevels).values
    #expect(levels[0] == -1 && levels[255] == 1 && levels.count == 768)
  }

  @Test(arguments: [
    (#"{"do_center_crop": true}"#, "do_center_crop is not known"),
    (#"{"do_resize": "no"}"#, "do_resize is neither true nor false"),
    (#"{"resample": 9}"#, "resample is none of 0 nearest"),
    (#"{"size": {"shortest_edge": 4}}"#, "size has no width and height"),
    (#"{"size": {"width": 8, "height": 8}}"#, "size is not the 4 x 4 pixels"),
    (#"{"rescale_factor": "x"}"#, "rescale_factor is no number"),
    (#"{"image_processor_type": "CLIPImageProcessor"}"#, "'CLIPImageProcessor' is not known"),
    (#"{"image_mean": [0.5]}"#, "image_mean is not a list of 3 numbers"),
    ("[]", "not a JSON object"),
    (#"{"do_center_crop": false, "do_normalize": false, "do_resize": false}"#, "nothing"),
  ])
  func processorsThatAreNot(_ text: String, _ words: String) throws {
    let path = try folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(Array(text.utf8), to: path + "/preprocessor_config.json")
    func problem() -> String {
      do {
        _ = try ImageProcessor.load(directory: path, side: 4, patch: 2, channels: 3)
        return "nothing"
      } catch { return "\(error)" }
    }
    #expect(problem().contains(words))
  }

  @Test func kindsThatDoNotMeet() throws {
    let processor = ImageProcessor(side: 4, patch: 2, channels: 3)
    let texts = Dataset(
      name: "t", labelNames: ["a"], train: [Sample(text: "hello", label: 0)], test: [])
    let images = try DatasetLibrary.load(ImageFileTests.folder + "/stored.npz")
    #expect(throws: CorpusError.self) { try processor.check(texts, place: "t") }
    #expect(throws: CorpusError.self) { try EmbeddedTokenizer().check(images, place: "i") }
    let resized = "7 of 7 images are resized to the model's 4 x 4 pixels"
    #expect(try processor.check(images, place: "i") == [resized])
    let grey = ImageProcessor(side: 4, patch: 2, channels: 1)
    #expect(
      try grey.check(images, place: "i")
        == [resized, "7 of 7 images are in colour: the model reads their grey"])
    let strict = ImageProcessor(
      size: (4, 4), patch: 2, filter: nil, levels: processor.levels)
    let error = #expect(throws: CorpusError.self) { try strict.check(images, place: "i") }
    #expect(error?.description.contains("has 4 x 5 pixels, the model takes 4 x 4") == true)
  }
}

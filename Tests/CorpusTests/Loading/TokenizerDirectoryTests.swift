import Plain
import Testing

@testable import Corpus

/// Equality with `AutoTokenizer` on directories of several files;
/// scripts/reference/make_tokenizer_directory_reference.py makes them.
struct TokenizerDirectoryTests {
  private static let cases = (try? Reference.cases("directories.json")) ?? []

  @Test(arguments: cases.indices)
  func equalsTheReference(index: Int) throws {
    let item = Self.cases[index]
    let name = try #require(item["name"]?.text)
    let scratch = try ScratchFolder()
    for (path, text) in try #require(item["files"]?.members) {
      try scratch.write(path.text, try #require(text.text))
    }
    let tokenizer = try TokenizerLoader.load(directory: scratch.path).tokenizer
    for row in try #require(item["encodings"]?.elements) {
      let text = try #require(row["text"]?.text)
      let made = tokenizer.encode(
        text, pair: row["pair"]?.text, maxLength: try #require(row["max_length"]?.int))
      let tokens = try #require(row["tokens"]?.elements).compactMap(\.int).map(Int32.init)
      let types = row["types"]?.elements?.compactMap(\.int).map(Int32.init)
      #expect(made.tokens == tokens, "\(name): \(text)")
      #expect(
        made.tokenTypes == types ?? Array(repeating: 0, count: tokens.count), "\(name): \(text)")
    }
  }

  @Test func allCasesAreThere() { #expect(Self.cases.count > 50) }
}

/// What is told, and what is refused, of files that do not agree.
struct TokenizerConflictTests {
  private static let words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfilm\n"

  private func load(
    _ files: [String: String], rows: Int? = nil, types: Int = 2
  ) throws -> StoredTokenizer {
    let scratch = try ScratchFolder()
    for (name, text) in files { try scratch.write(name, text) }
    return try TokenizerLoader.load(
      directory: scratch.path, tables: rows.map { EmbeddingTables(rows: $0, types: types) })
  }

  private static func json(lowercase: Bool = true, added: String = "") -> String {
    """
    {"added_tokens": [\(added)],
     "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
       "strip_accents": null, "lowercase": \(lowercase)},
     "pre_tokenizer": {"type": "BertPreTokenizer"},
     "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
     "model": {"type": "WordPiece", "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3,
       "[MASK]": 4, "the": 5, "film": 6}}}
    """
  }

  private static let unigram = """
    {"normalizer": {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
     "pre_tokenizer": {"type": "Metaspace", "replacement": "\u{2581}", "add_prefix_space": true},
     "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]},
     "model": {"type": "Unigram", "unk_id": 3, "vocab": [["<s>", 0], ["<pad>", 0], ["</s>", 0],
       ["<unk>", 0], ["<mask>", 0], ["\u{2581}a", -1]]}}
    """

  @Test(arguments: [
    (
      [
        "tokenizer.json": unigram,
        "tokenizer_config.json": #"{"tokenizer_class": "CamembertTokenizer"}"#,
      ],
      "normalizer, pre_tokenizer not obeyed: CamembertTokenizer with"
    ),
    (
      [
        "tokenizer.json": unigram, "config.json": #"{"model_type": "xlm-roberta"}"#,
        "tokenizer_config.json": #"{"unk_token": "<pad>"}"#,
      ],
      "normalizer, pre_tokenizer not obeyed: XLMRobertaTokenizer with"
    ),
    (
      [
        "tokenizer.json": json().replacing("[CLS]", with: "<s>").replacing("[SEP]", with: "</s>"),
        "tokenizer_config.json":
          #"{"tokenizer_class": "MPNetTokenizerFast", "do_lower_case": false}"#,
      ],
      "normalizer.lowercase, normalizer.strip_accents, post_processor not obeyed: MPNetTokenizer"
    ),
    (
      [
        "tokenizer.json": json(),
        "tokenizer_config.json": #"{"tokenizer_class": "BertTokenizer", "do_lower_case": false}"#,
      ],
      "normalizer.lowercase, normalizer.strip_accents not obeyed: BertTokenizer"
    ),
    (
      [
        "tokenizer.json": json(),
        "tokenizer_config.json":
          #"{"tokenizer_class": "PreTrainedTokenizerFast", "do_lower_case": false}"#,
      ],
      "do_lower_case not obeyed: tokenizer.json is taken as it is"
    ),
    (
      [
        "tokenizer.json": json(),
        "tokenizer_config.json": #"{"tokenizer_class": "OtherTokenizer"}"#,
      ],
      "taken as it is written: tokenizer_class 'OtherTokenizer' is not known"
    ),
    (
      [
        "vocab.txt": words, "tokenizer_config.json": #"{"cls_token": "the"}"#,
        "special_tokens_map.json": #"{"cls_token": "film"}"#,
      ],
      "special_tokens_map.json: cls_token holds over that in"
    ),
    (["vocab.txt": "\u{FEFF}" + words], "byte-order mark"),
    (
      ["vocab.txt": words.replacing("[MASK]\n", with: "")],
      "no file of the tokenizer has an id for '[MASK]': it gets the next, 6"
    ),
    (
      [
        "tokenizer.json": json(added: #"{"id": 7, "content": "[A]"}"#),
        "added_tokens.json": #"{"[B]": 7}"#, "config.json": #"{"model_type": "bert"}"#,
      ], "id 7 is '[B]' in"
    ),
    (
      ["vocab.txt": words, "added_tokens.json": #"{"Ab": 7, "aB": 8}"#],
      "added tokens are alike once normalised: 'Ab', 'aB': the first holds"
    ),
    (
      ["vocab.txt": words, "config.json": #"{"model_type": "roberta"}"#],
      "vocab.txt: read as BERT's: no tokenizer_class says otherwise"
    ),
    (
      [
        "vocab.txt": words,
        "tokenizer_config.json":
          #"{"additional_special_tokens": ["a"], "extra_special_tokens": ["b"]}"#,
      ], "additional_special_tokens does not hold beside extra_special_tokens"
    ),
    (
      [
        "tokenizer.json": json(added: #"{"id": 7, "content": "[A]"}"#),
        "added_tokens.json": #"{"[A]": 8}"#, "config.json": #"{"model_type": "bert"}"#,
      ], "'[A]' has the id 8 here, but 7 elsewhere, which holds"
    ),
    (
      [
        "vocab.txt": words, "added_tokens.json": #"{"[A]": 7}"#,
        "tokenizer_config.json": #"{"added_tokens_decoder": {}}"#,
      ],
      "'[A]' with the id 7 does not hold beside added_tokens_decoder"
    ),
    (
      ["vocab.txt": words, "tokenizer_config.json": #"{"never_split": ["x"]}"#],
      "do_basic_tokenize and never_split not obeyed"
    ),
  ])
  func conflictsAreTold(files: [String: String], note: String) throws {
    let notes = try load(files).notes
    #expect(notes.contains { $0.contains(note) }, "\(notes)")
  }

  @Test(arguments: [
    (
      ["vocab.txt": words, "added_tokens.json": #"{"[A]": 9}"#],
      "'[A]' has the id 9 here, but the vocabulary has 7 tokens"
    ),
    (
      ["vocab.txt": words, "added_tokens.json": #"{"film": 7}"#],
      "'film' has the id 7 here, but 6 in the vocabulary"
    ),
    (
      ["vocab.txt": words, "added_tokens.json": #"{"[A]": 7}"#],
      "added_tokens.json: token '[A]' has the id 7, but the model has 7 embeddings"
    ),
    (
      ["vocab.txt": words + "x\n"],
      "vocab.txt: token 'x' has the id 7, but the model has 7 embeddings"
    ),
    (["vocab.txt": words.replacing("[CLS]\n", with: "") + "x\n"], "no token '[CLS]'"),
    (
      ["vocab.txt": words, "tokenizer_config.json": #"{"do_lower_case": "no"}"#],
      "do_lower_case is neither true nor false"
    ),
    (
      ["vocab.txt": words, "tokenizer_config.json": #"{"truncation_side": "Left"}"#],
      "truncation_side is neither"
    ),
    (
      ["vocab.txt": words, "tokenizer_config.json": #"{"model_max_length": "x"}"#],
      "model_max_length is not a number"
    ),
    (
      ["vocab.txt": words, "tokenizer_config.json": #"{"split_special_tokens": true}"#],
      "split_special_tokens is not supported"
    ),
    (["vocab.txt": words, "tokenizer_config.json": #"{"cls_token": null}"#], "cls_token is null"),
    (
      ["vocab.txt": words, "tokenizer_config.json": #"{"tokenizer_class": "RobertaTokenizer"}"#],
      "vocab.json: tokenizer_class asks for it"
    ),
    (
      [
        "tokenizer.json": json(),
        "tokenizer_config.json": #"{"tokenizer_class": "RobertaTokenizer"}"#,
      ], "holds WordPiece, but RobertaTokenizer is BPE"
    ),
    (
      ["sentencepiece.bpe.model": "x", "config.json": #"{"model_type": "camembert"}"#],
      "sentencepiece.bpe.model: a SentencePiece file is not read"
    ),
    (
      ["tokenizer.json": #"{"model": {"vocab": [["a", -1]]}}"#],
      "no section 'post_processor'"
    ),
    (["vocab.txt": words.replacing("\n", with: "\r")], "its lines end with CR alone"),
    (["tokenizer.json": "\u{FEFF}" + json()], "begins with a byte-order mark"),
    (
      ["vocab.txt": words, "added_tokens.json": #"{"a": 7, "b": 7}"#],
      "'a' and 'b' both have the id 7"
    ),
    (
      ["vocab.txt": words.replacing("film", with: "the"), "added_tokens.json": #"{"[A]": 6}"#],
      "'[A]' has the id 6 here, which is 'the' in the vocabulary"
    ),
  ])
  func whatCannotHoldIsRefused(files: [String: String], message: String) throws {
    let error = #expect(throws: CorpusError.self) { try load(files, rows: 7) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func aModelWithOneTokenTypeGetsNoOther() throws {
    let files = ["vocab.txt": Self.words]
    let one = try load(files, rows: 7, types: 1)
    #expect(one.tokenizer.encode("the", pair: "film", maxLength: 9).tokenTypes == [0, 0, 0, 0, 0])
    #expect(one.notes == ["second texts have token type 0: the model has one token type"])
    let two = try load(files, rows: 7, types: 2)
    #expect(two.tokenizer.encode("the", pair: "film", maxLength: 9).tokenTypes == [0, 0, 0, 1, 1])
    #expect(two.notes.isEmpty)
    #expect(try load(files, rows: 7, types: 0).notes.isEmpty)
  }

  @Test(arguments: [
    ("512", 512), ("1000000000000000019884624838656", nil), ("null", nil), ("12.0", 12),
  ])
  func theLimitOfLengthIsRead(value: String, limit: Int?) throws {
    let loaded = try load([
      "vocab.txt": Self.words, "tokenizer_config.json": "{\"model_max_length\": \(value)}",
    ])
    #expect(loaded.maxLength == limit)
  }
}

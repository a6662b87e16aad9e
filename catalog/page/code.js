// Lines of code with comments, texts and keywords told apart: enough to read by, and never more than one look at each character.
const LANGUAGES = [
  [/\.(go|js|mjs|ts|tsx|jsx|java|kt|c|h|cc|cpp|hpp|rs|swift|cs|scala|proto|groovy)$|(^|\/)Jenkinsfile[^/]*$/i, "slashes"],
  [/\.(py|pyi|rb|sh|bash|zsh|ya?ml|toml|cfg|conf|ini|env|tf|mk|pl|ex|exs|tpl|properties)$|(^|\/)(Dockerfile|Makefile|Containerfile|\.env)[^/]*$/i, "hash"],
  [/\.(erl|hrl|src|config|app|escript)$/i, "percent"],
  [/\.(sql|lua|hs)$/i, "dashes"],
];
const COMMENTS = { slashes: "\\/\\/.*|\\/\\*.*?(?:\\*\\/|$)", hash: "#.*", percent: "%.*", dashes: "--.*" };
const KEYWORDS = new Set(
  ("func def class return if else elif for while switch case break continue package import from var let const type struct interface " +
    "defer go range select chan map try except finally raise throw catch with as async await yield lambda pass not and or in is " +
    "true false nil null None True False self this new public private static void fun end of when receive after begin fn module " +
    "export FROM RUN CMD ENTRYPOINT COPY ADD ENV ARG WORKDIR USER EXPOSE HEALTHCHECK apiVersion kind metadata spec name").split(" "),
);
const scanners = new Map();
const scannerFor = (path) => {
  const found = LANGUAGES.find(([pattern]) => pattern.test(path));
  if (!found) return null;
  const kind = found[1];
  if (!scanners.has(kind)) {
    const texts = "\"(?:[^\"\\\\]|\\\\.)*\"?|'(?:[^'\\\\]|\\\\.)*'?|`[^`]*`?";
    // A hash within a word, as of a colour or an address, begins no comment.
    const comment = kind === "hash" ? `(?<![^\\s])${COMMENTS.hash}` : COMMENTS[kind];
    scanners.set(kind, new RegExp(`(${comment})|(${texts})|([A-Za-z_][A-Za-z0-9_]*)|(\\b[0-9][0-9A-Za-z_.]*)`, "g"));
  }
  return scanners.get(kind);
};

const codeLine = (text, path) => {
  const line = element("code", {});
  const scanner = scannerFor(path);
  if (!scanner) {
    line.append(text);
    return line;
  }
  let end = 0;
  for (const match of text.matchAll(scanner)) {
    const kind = match[1] ? "t-comment" : match[2] ? "t-text" : match[3] && KEYWORDS.has(match[3]) ? "t-word" : match[4] ? "t-number" : "";
    if (!kind) continue;
    if (match.index > end) line.append(text.slice(end, match.index));
    line.append(element("span", { class: kind }, match[0]));
    end = match.index + match[0].length;
  }
  line.append(text.slice(end));
  return line;
};

const lineAt = (file, number) => {
  for (const piece of report.files[file].pieces) {
    if (number >= piece.from && number < piece.from + piece.lines.length) return piece.lines[number - piece.from];
  }
  return null;
};

// The lines around a place; those that are meant are marked by more than a colour.
const excerpt = (file, line, end, around = 3) => {
  const path = report.files[file].path;
  const from = Math.max(1, line - around);
  const to = Math.min(end, line + 10) + around;
  const lines = [];
  for (let number = from; number <= to; number += 1) {
    const text = lineAt(file, number);
    if (text === null) {
      if (number > line) break;
      continue;
    }
    const isHit = number >= line && number <= Math.max(line, Math.min(end, line + 10));
    lines.push(
      element(
        "span", { class: number === line ? "line hit first" : isHit ? "line hit" : "line" },
        element("span", { class: "number" }, String(number)), codeLine(text, path), "\n",
      ),
    );
  }
  if (lines.length === 0) return null;
  return element("pre", { class: "code", tabindex: "0", "aria-label": `Code of ${path} around line ${line}`, role: "region" }, lines);
};

// Files stay small: one idea each. Generated ones say so in their first line.
import { sourceFiles } from './sources.mjs';

const maxLines = 400;

export async function checkFileSizes() {
  const files = (await sourceFiles(['src', 'webview-ui', 'test', 'scripts'])).filter(
    ({ file, text }) => !file.startsWith('test/fixtures/') && !/generated/i.test(text.slice(0, text.indexOf('\n'))),
  );
  const counted = files.map(({ file, text }) => ({ file, lines: text.split('\n').length }));
  const product = counted.filter(({ file }) => /^(src|webview-ui)\//.test(file)).map(({ lines }) => lines).sort((a, b) => a - b);
  const median = product[Math.floor(product.length / 2)] ?? 0;
  const tooLong = counted.filter(({ lines }) => lines > maxLines);
  return {
    problems: tooLong.map(({ file, lines }) => `${file} has ${lines} lines, the limit is ${maxLines}`),
    note: `${product.length} product files, median ${median} lines, longest ${product.at(-1) ?? 0}`,
  };
}

/** Names that say nothing attract everything. */
export async function checkFileNames() {
  const files = await sourceFiles(['src', 'webview-ui']);
  const vague = files.filter(({ file }) => /(^|\/)(utils?|helpers?|common|misc)\.[a-z]+$/i.test(file));
  return { problems: vague.map(({ file }) => `${file}: a name should say what the file is for`) };
}

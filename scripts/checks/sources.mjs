// The tracked source files, read once for the checks that look at text.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/cache.mjs';
import { must } from '../lib/command.mjs';

/** @returns {Promise<{file: string, text: string}[]>} tracked and new files below the folders, as posix paths */
export async function sourceFiles(folders, pattern = /\.(ts|tsx|mjs|cjs|js|py|css)$/) {
  const output = await must('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...folders], { cwd: root });
  const names = [...new Set(output.split('\0').filter((name) => pattern.test(name)))];
  const files = await Promise.all(
    names.map(async (file) => ({
      file,
      // A file that is deleted but not yet committed is still listed.
      text: await readFile(path.join(root, file), 'utf8').catch(() => undefined),
    })),
  );
  return files.filter((one) => one.text !== undefined);
}

/** The code without its comments, line numbers kept. Good enough for our own formatting: strings are respected. */
export function withoutComments(text) {
  const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(token, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found));
}

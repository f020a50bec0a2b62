/** Words of one command as a shell would split them; quotes are taken off, variables stay as written. */
export type ShellCommand = readonly string[];

const separators = new Set(['\n', ';', '&', '|', '(', ')']);

/** Commands of a shell text, in order. No expansion; a here-document's lines are no commands. */
export function shellCommands(script: string): ShellCommand[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word = '';
  let isWord = false;
  let quote = '';
  const hereEnds: string[] = [];
  const endWord = (): void => {
    if (isWord) words.push(word);
    word = '';
    isWord = false;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < script.length; at += 1) {
    const char = script[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"') word += script[(at += 1)] ?? '';
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      isWord = true;
    } else if (char === '\\') {
      at += 1;
      if (script[at] === '\r') at += 1;
      if (script[at] !== '\n') {
        word += script[at] ?? '';
        isWord = true;
      }
    } else if (char === '#' && !isWord) {
      const end = script.indexOf('\n', at);
      at = (end < 0 ? script.length : end) - 1;
    } else if (char === '<' && script[at + 1] === '<' && script[at + 2] !== '<') {
      const found = /^<<-?\s*(?:"([^"\n]+)"|'([^'\n]+)'|([\w-]+))/.exec(script.slice(at, at + 200));
      if (found) hereEnds.push(found[1] ?? found[2] ?? found[3] ?? '');
      at += (found?.[0].length ?? 2) - 1;
    } else if (char === '$' && script.startsWith('${{', at)) {
      const end = script.indexOf('}}', at);
      const stop = end < 0 ? script.length : end + 2;
      word += script.slice(at, stop);
      isWord = true;
      at = stop - 1;
    } else if (separators.has(char)) {
      endCommand();
      if (char === '\n' && hereEnds.length > 0) at = afterHere(script, at + 1, hereEnds.splice(0)) - 1;
    } else if (char === '`') endCommand();
    else if (/\s/.test(char)) endWord();
    else {
      word += char;
      isWord = true;
    }
  }
  endCommand();
  return commands;
}

function afterHere(script: string, from: number, ends: readonly string[]): number {
  let at = from;
  for (const end of ends) {
    while (at < script.length) {
      const stop = script.indexOf('\n', at);
      const line = script.slice(at, stop < 0 ? script.length : stop).trim();
      at = stop < 0 ? script.length : stop + 1;
      if (line === end) break;
    }
  }
  return at;
}

const passers = new Set(['sudo', 'time', 'exec', 'nohup', 'command', 'env', 'if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'xvfb-run', 'pipx', 'uvx', 'npx', 'bunx']);
const runners = new Set(['poetry', 'pipenv', 'uv', 'hatch', 'pdm', 'pixi', 'rye', 'conda', 'micromamba', 'mamba']);
const valued = new Set(['-n', '--name', '-p', '--prefix', '-e', '--env', '--with', '--extra', '--group', '--python', '--project', '--environment', '--directory', '--from', '--package', '-s']);

/** The program itself, without what only starts it: `sudo`, `A=b`, `poetry run`, `python -m`. */
export function withoutRunner(command: ShellCommand): ShellCommand {
  let words = [...command];
  for (let turn = 0; turn < 8; turn += 1) {
    const [first = '', second = ''] = words;
    if (passers.has(first) || /^[A-Za-z_]\w*=/.test(first)) words = withoutOptions(words.slice(1));
    else if (runners.has(first) && words.includes('run')) words = withoutOptions(words.slice(words.indexOf('run') + 1));
    else if (/^(?:.*\/)?python[\d.]*$/.test(first) && second === '-m') words = words.slice(2);
    else return words;
  }
  return words;
}

function withoutOptions(words: string[]): string[] {
  let at = words[0] === 'run' ? 1 : 0;
  while (words[at]?.startsWith('-')) at += valued.has(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

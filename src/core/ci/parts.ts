import { sha256 } from '../base/sha256.ts';

/** A workflow is written in parts, so that what a person changed in one does not hold back the others. */
export interface WorkflowPart {
  readonly name: string;
  /** Whole lines. */
  readonly text: string;
}

const mark = /^[ ]*# mlops:part (\S+)(?: ([0-9a-f]{12}))?$/;
const listMark = /^# mlops:parts (.*)$/;

/** How a file that is there stands to what would be written. */
export interface MergedWorkflow {
  readonly text: string;
  /** Parts that a person changed, took out or added below; they stay as they are. */
  readonly kept: readonly string[];
}

/** A new file. `title` says how it is brought up to date. */
export function writeParts(title: readonly string[], parts: readonly WorkflowPart[]): string {
  return [...title.map((line) => `# ${line}`), `# mlops:parts ${parts.map(({ name }) => name).join(' ')}`, ...parts.map(marked), '# mlops:part end', ''].join('\n');
}

/**
 * What is in a file, brought up to date: parts that are as they were written are written anew, parts that a person changed or took out
 * stay, and so does all behind the last. Undefined where the file was not written by us.
 */
export function mergeParts(existing: string, title: readonly string[], parts: readonly WorkflowPart[]): MergedWorkflow | undefined {
  const found = readParts(existing);
  if (found === undefined) return undefined;
  const kept: string[] = [];
  const lines = parts.flatMap((part) => {
    const old = found.parts.get(part.name);
    if (old === undefined && found.listed.has(part.name)) {
      kept.push(part.name);
      return [];
    }
    if (old === undefined || digestOf(old.text) === old.digest) return [marked(part)];
    kept.push(part.name);
    return [`# mlops:part ${part.name} ${old.digest}\n${old.text}`];
  });
  if (found.rest.trim() !== '') kept.push('end');
  // A part that was taken out stays listed: else it would come back the next time.
  const text = [...title.map((line) => `# ${line}`), `# mlops:parts ${parts.map(({ name }) => name).join(' ')}`, ...lines, `# mlops:part end\n${found.rest}`].join('\n');
  return { text, kept };
}

function marked({ name, text }: WorkflowPart): string {
  return `# mlops:part ${name} ${digestOf(text)}\n${text}`;
}

/** Ends of lines are no change: git may turn them. */
function digestOf(text: string): string {
  return sha256(text.replaceAll('\r\n', '\n').trimEnd()).slice(0, 12);
}

interface FoundParts {
  readonly listed: ReadonlySet<string>;
  readonly parts: ReadonlyMap<string, { readonly digest: string; readonly text: string }>;
  /** Behind the last part. */
  readonly rest: string;
}

function readParts(existing: string): FoundParts | undefined {
  const lines = existing.replaceAll('\r\n', '\n').split('\n');
  const listed = lines.flatMap((line) => listMark.exec(line)?.[1]?.split(' ') ?? []);
  const marks = lines.flatMap((line, at) => {
    const match = mark.exec(line);
    return match === null ? [] : [{ name: match[1]!, digest: match[2] ?? '', at }];
  });
  if (listed.length === 0 || marks.length === 0) return undefined;
  const parts = new Map<string, { digest: string; text: string }>();
  let rest = '';
  marks.forEach(({ name, digest, at }, index) => {
    const text = lines.slice(at + 1, marks[index + 1]?.at).join('\n');
    if (name === 'end') rest = text;
    else parts.set(name, { digest, text });
  });
  return { listed: new Set(listed), parts, rest };
}

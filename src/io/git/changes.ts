import type { GitFileChange, GitTreeEntry } from '../../core/port/git.ts';

type ReadTree = (sha: string) => Promise<GitTreeEntry[]>;

/** Files that differ between two trees, by path. Equal sub-trees are never opened. */
export async function treeChanges(before: string | null, after: string | null, readTree: ReadTree): Promise<GitFileChange[]> {
  const changes: GitFileChange[] = [];
  await compare(before, after, '', readTree, changes);
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function compare(
  before: string | null,
  after: string | null,
  folder: string,
  readTree: ReadTree,
  changes: GitFileChange[],
): Promise<void> {
  if (before === after) return;
  const [old, young] = await Promise.all([entriesOf(before, readTree), entriesOf(after, readTree)]);
  const folders: Array<Promise<void>> = [];
  for (const name of new Set([...old.keys(), ...young.keys()])) {
    const from = old.get(name);
    const to = young.get(name);
    const path = folder + name;
    const [fromTree, toTree] = [treeOf(from), treeOf(to)];
    if (fromTree ?? toTree) folders.push(compare(fromTree, toTree, `${path}/`, readTree, changes));
    const [fromFile, toFile] = [fileOf(from), fileOf(to)];
    if (fromFile && !toFile) changes.push({ path, status: 'removed', before: fromFile.sha, after: null });
    else if (!fromFile && toFile) changes.push({ path, status: 'added', before: null, after: toFile.sha });
    else if (fromFile && toFile && (fromFile.sha !== toFile.sha || fromFile.mode !== toFile.mode)) {
      const status = fromFile.sha === toFile.sha ? 'mode' : 'changed';
      changes.push({ path, status, before: fromFile.sha, after: toFile.sha });
    }
  }
  await Promise.all(folders);
}

async function entriesOf(tree: string | null, readTree: ReadTree): Promise<Map<string, GitTreeEntry>> {
  return new Map(tree === null ? [] : (await readTree(tree)).map((entry) => [entry.name, entry]));
}

function treeOf(entry: GitTreeEntry | undefined): string | null {
  return entry?.type === 'tree' ? entry.sha : null;
}

function fileOf(entry: GitTreeEntry | undefined): GitTreeEntry | undefined {
  return entry && entry.type !== 'tree' ? entry : undefined;
}

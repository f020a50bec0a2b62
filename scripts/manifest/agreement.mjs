import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { commands } from './commands.mjs';

/** Where code and manifest disagree, as sentences. Read from the sources, so a build is not needed. */
export async function agreement(root, ids, { contributes }) {
  const problems = [];
  const titled = new Set(Object.keys(commands));
  for (const id of ids.commandIds) if (!titled.has(id)) problems.push(`${id} has no title in scripts/manifest/commands.mjs.`);
  for (const id of titled) if (!ids.commandIds.includes(id)) problems.push(`${id} has a title but is no command id.`);

  const registered = await registeredCommands(path.join(root, 'src/vscode/commands/table.ts'));
  for (const id of ids.commandIds) if (!registered.has(id)) problems.push(`${id} is contributed but commands/table.ts has no handler.`);
  for (const id of registered) if (!ids.commandIds.includes(id)) problems.push(`${id} has a handler but is not contributed.`);

  for (const [id, command] of Object.entries(commands)) {
    if (command.palette !== false) continue;
    const other = commands[command.reachedBy ?? ''];
    if (!other || other.palette === false) problems.push(`${id} is hidden from the palette and names no command that reaches the same.`);
  }
  for (const [menu, items] of Object.entries(contributes.menus)) {
    for (const { command } of items) if (!ids.commandIds.includes(command)) problems.push(`menu ${menu} names the unknown command ${command}.`);
  }
  problems.push(...contextKeyProblems(ids, contributes));
  problems.push(...(await orphanCommands(root, ids)));
  problems.push(...(await unknownSettings(root, contributes)));
  for (const step of contributes.walkthroughs.flatMap((one) => one.steps)) {
    if (!(await stat(path.join(root, step.media.svg)).catch(() => undefined))) problems.push(`${step.media.svg} is missing.`);
  }
  return problems;
}

/** A setting that is read by another name than it is offered by has no effect, and nobody is told. */
async function unknownSettings(root, { configuration }) {
  const known = new Set(configuration.flatMap(({ properties }) => Object.keys(properties)));
  const folder = path.join(root, 'src');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const problems = [];
  for (const file of files) {
    const source = await readFile(path.join(folder, file), 'utf8');
    for (const [, key] of source.matchAll(/settings\.get(?:<\w+>)?\(\s*'([\w.]+)'/g)) {
      if (!known.has(`mlops.${key}`)) problems.push(`src/${file} reads the setting mlops.${key}, which is not contributed.`);
    }
  }
  return problems;
}

async function registeredCommands(file) {
  const source = await readFile(file, 'utf8').catch(() => '');
  return new Set([...source.matchAll(/^\s*'(mlops\.[\w.]+)':/gm)].map((match) => match[1]));
}

/** A when-clause on a key nobody sets is a button that never shows. */
function contextKeyProblems(ids, contributes) {
  const known = new Set([...ids.contextKeys, ...ids.viewIds]);
  const clauses = [
    ...Object.values(contributes.menus).flat().map((item) => item.when ?? ''),
    ...contributes.viewsWelcome.map((item) => item.when),
    ...contributes.commands.map((command) => command.enablement ?? ''),
  ];
  const used = new Set(clauses.flatMap((clause) => [...clause.matchAll(/\bmlops(?:\.\w+)+\b/g)].map((match) => match[0])));
  return [...used].filter((key) => !known.has(key)).map((key) => `a when-clause uses the unknown context key ${key}.`);
}

/** Command ids written in code as strings must be contributed ones. */
async function orphanCommands(root, ids) {
  const folder = path.join(root, 'src/vscode');
  const files = (await readdir(folder, { recursive: true }).catch(() => [])).filter((file) => file.endsWith('.ts'));
  const problems = [];
  for (const file of files) {
    const source = await readFile(path.join(folder, file), 'utf8');
    for (const [, id] of source.matchAll(/executeCommand\(\s*'(mlops\.[\w.]+)'/g)) {
      if (!ids.commandIds.includes(id) && !/\.focus$/.test(id)) problems.push(`src/vscode/${file} calls the unknown command ${id}.`);
    }
  }
  return problems;
}

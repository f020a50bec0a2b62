// Everything the two commands need, made on the first run and found in place on the next. Only Node's own modules are
// imported here: on a fresh clone there is nothing else yet.
import path from 'node:path';
import { cacheDir } from './cache.mjs';
import { withLock } from './lock.mjs';
import { codeServer } from './setup/codeServer.mjs';
import { duckDb } from './setup/duckDb.mjs';
import { node24 } from './setup/node24.mjs';
import { nodeModules } from './setup/nodeModules.mjs';
import { pythonCheckers, pythonPeers, pythonTools } from './setup/pythonTools.mjs';
import { sarifSchema } from './setup/sarifSchema.mjs';
import { systemPackages } from './setup/systemPackages.mjs';

/** Chains run side by side; within a chain each part needs the one before it. */
const chains = {
  project: [nodeModules],
  duckdb: [duckDb, sarifSchema],
  python: [pythonTools, pythonPeers, pythonCheckers],
  editor: [node24, systemPackages, codeServer],
};

/**
 * Installs what is missing. Never throws for a part: what could not be made is in the answer, with its reason.
 * @param {{only?: (keyof typeof chains)[], log?: (line: string) => void}} [options]
 * @returns {Promise<{missing: {part: string, reason: string}[]}>}
 */
export async function setUp({ only = Object.keys(chains), log = console.log } = {}) {
  const wanted = only.map((name) => chains[name]);
  if (await areReady(wanted)) return { missing: [] };
  return await withLock(path.join(cacheDir, 'setup.lock'), 'another set-up', async () => {
    const missing = await Promise.all(wanted.map((chain) => installChain(chain, log)));
    return { missing: missing.flat() };
  }, log);
}

async function areReady(wanted) {
  const ready = await Promise.all(wanted.flat().map((part) => part.isReady()));
  return ready.every(Boolean);
}

async function installChain(chain, log) {
  const missing = [];
  for (const part of chain) {
    if (await part.isReady()) continue;
    const reason = part.cannot?.() ?? (await install(part, log));
    if (reason !== undefined) {
      log(`set-up: ${part.name} is missing: ${reason}`);
      missing.push({ part: part.name, reason });
    }
  }
  return missing;
}

async function install(part, log) {
  const startedAt = Date.now();
  log(`set-up: ${part.name}: installing`);
  try {
    await part.install(log);
  } catch (error) {
    return error.message;
  }
  log(`set-up: ${part.name}: ready in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  return undefined;
}

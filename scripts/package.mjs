// Builds and packages the extension.
import { setUp } from './lib/setup.mjs';

const { missing } = await setUp({ only: ['project'] });
if (missing.length > 0) process.exit(1);
const [{ runBuild }, { packageVsix }] = await Promise.all([import('./lib/build.mjs'), import('./lib/vsix.mjs')]);
await runBuild();
const { file, note } = await packageVsix();
console.log(`${file}\n${note}`);

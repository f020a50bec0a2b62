// Writes THIRD-PARTY-NOTICES.txt from the last build.
import { writeFile } from 'node:fs/promises';
import { runBuild } from './lib/build.mjs';
import { noticesFile, thirdPartyNotices } from './lib/notices.mjs';

await runBuild();
await writeFile(noticesFile, await thirdPartyNotices());
console.log(`Wrote ${noticesFile}`);

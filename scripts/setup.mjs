// Only the set-up that `npm test` and `npm run demo` do first by themselves.
import { setUp } from './lib/setup.mjs';

const { missing } = await setUp();
console.log(missing.length === 0 ? 'Everything is in place.' : `${missing.length} part(s) missing, see above.`);
process.exitCode = missing.length === 0 ? 0 : 1;

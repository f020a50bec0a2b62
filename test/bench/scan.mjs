// The least that reading may cost: one pass of DuckDB over every column. Arguments: DuckDB's folder, files.
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, ...files] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(folder, 'package.json'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const sums = [...Array.from({ length: 20 }, (_, at) => `sum(n${String(at).padStart(2, '0')})`), ...Array.from({ length: 10 }, (_, at) => `sum(length(c0${at}))`)];
for (const file of files) await (await connection.run(`SELECT ${sums.join(', ')} FROM read_parquet(?)`, [file])).fetchChunk();

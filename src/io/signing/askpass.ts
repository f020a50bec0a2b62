import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import type { AskPassphrase } from '../../core/port/signing.ts';

/**
 * The program that ssh-keygen starts when it needs a passphrase (SSH_ASKPASS): it hands the question to us and writes our answer
 * to its output. Passphrases are in no argument, no variable and no file.
 */
const script = `'use strict';
const socket = require('node:net').connect(process.env.MLOPS_ASKPASS_SOCKET);
let answer = '';
socket.setEncoding('utf8');
socket.on('connect', () => socket.write(JSON.stringify({ token: process.env.MLOPS_ASKPASS_TOKEN, prompt: process.argv[2] ?? '' }) + '\\n'));
socket.on('data', (text) => { answer += text; });
socket.on('error', () => process.exit(1));
socket.on('end', () => {
  if (!answer.endsWith('\\n')) process.exit(1);
  process.stdout.write(answer, () => process.exit(0));
});
`;

export interface Askpass {
  /** For ssh-keygen. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the person was asked and gave no answer. */
  wasGivenUp(): boolean;
  close(): Promise<void>;
}

/** `folder`: for its owner alone; it holds the socket and is removed by the caller. */
export async function openAskpass(folder: string, ask: AskPassphrase): Promise<Askpass> {
  const token = randomBytes(16).toString('hex');
  const isWindows = process.platform === 'win32';
  const socketPath = isWindows ? `\\\\.\\pipe\\mlops-${randomBytes(16).toString('hex')}` : path.join(folder, 'ask');
  const program = path.join(folder, isWindows ? 'ask.cmd' : 'ask.sh');
  const scriptFile = path.join(folder, 'ask.cjs');
  await writeFile(scriptFile, script, { mode: 0o600 });
  await writeFile(program, isWindows ? '@"%MLOPS_ASKPASS_NODE%" "%MLOPS_ASKPASS_SCRIPT%" %*\r\n' : '#!/bin/sh\nexec "$MLOPS_ASKPASS_NODE" "$MLOPS_ASKPASS_SCRIPT" "$@"\n', { mode: 0o700 });
  const closing = new AbortController();
  let isGivenUp = false;
  const server = createServer((socket) => {
    answer(socket, token, ask, closing.signal).then(
      (given) => (isGivenUp ||= !given),
      () => {
        isGivenUp = true; // Whoever asks for it failed: ssh-keygen hears no answer, and says so.
        socket.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    env: {
      SSH_ASKPASS: program,
      SSH_ASKPASS_REQUIRE: 'force',
      // OpenSSH before 8.4 asks a program only where there is a display.
      DISPLAY: process.env['DISPLAY'] ?? ':0',
      ELECTRON_RUN_AS_NODE: '1',
      MLOPS_ASKPASS_NODE: process.execPath,
      MLOPS_ASKPASS_SCRIPT: scriptFile,
      MLOPS_ASKPASS_SOCKET: socketPath,
      MLOPS_ASKPASS_TOKEN: token,
    },
    wasGivenUp: () => isGivenUp,
    close: () => {
      closing.abort();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const mostQuestion = 16 * 1024;

/** Whether the person answered. */
async function answer(socket: Socket, token: string, ask: AskPassphrase, signal: AbortSignal): Promise<boolean> {
  const end = () => socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  socket.on('error', end);
  try {
    const question = JSON.parse(await line(socket)) as { token?: unknown; prompt?: unknown };
    if (question.token !== token || typeof question.prompt !== 'string') {
      socket.destroy();
      return true;
    }
    const passphrase = await ask(question.prompt, signal);
    if (passphrase === null) socket.end();
    else socket.end(`${passphrase}\n`);
    return passphrase !== null;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function line(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
      else if (text.length > mostQuestion) reject(new Error('The question is too long.'));
    });
    socket.on('close', () => reject(new Error('It ended before it asked.')));
  });
}

// Agreements read from Node, without a dependency: the program is run, its JSON read, its exit code understood.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** Major version of the reports that this file was written for. */
const SCHEMA = '1';

/** The command, a setting or a rule file is wrong. The message is what contract-scan said. */
export class CommandError extends Error {}

/** The agreement could not be read at all. `record` says why: its `status` and its `error`. */
export class UnreadError extends Error {
  constructor(record) {
    super(`${record.path}: ${record.error?.message ?? record.status}`);
    this.record = record;
  }
}

/**
 * Read one agreement.
 *
 * @param {string | Uint8Array} source a path, or the bytes of a file
 * @param {{ options?: string[], command?: string }} [settings] further options, e.g. ['--fail-on', 'high']
 * @returns {Promise<{ report: object, alarm: boolean, whole: boolean }>} the report; whether --fail-on was reached;
 *   whether all of the file was read, as far as that can be told beside an alarm
 */
export async function scan(source, { options = [], command = 'contract-scan' } = {}) {
  const file = typeof source === 'string';
  const program = start(command, ['scan', '--format', 'json', '--quiet', ...options, file ? source : '-']);
  program.child.stdin.on('error', () => {}); // it may end without having read all
  program.child.stdin.end(file ? undefined : source);
  let text = '';
  for await (const piece of program.child.stdout.setEncoding('utf8')) text += piece;
  const code = await program.ended;
  const answer = JSON.parse(text);
  // An agreement without a report comes as its record.
  if (answer.schema_version === undefined) throw new UnreadError(answer);
  return { report: known(answer), alarm: code === 1, whole: answer.document.status === 'read' };
}

/**
 * Read every agreement in a folder; yield a record for each as it comes, also for those that cannot be read.
 *
 * @param {string} folder
 * @param {{ options?: string[], command?: string }} [settings]
 */
export async function* scanFolder(folder, { options = [], command = 'contract-scan' } = {}) {
  const program = start(command, ['scan', '--format', 'jsonl', '--quiet', ...options, folder]);
  program.child.stdin.end();
  try {
    for await (const line of createInterface({ input: program.child.stdout })) {
      const record = JSON.parse(line);
      if (record.report) known(record.report);
      yield record;
    }
    await program.ended;
  } finally {
    program.child.kill(); // whoever stops reading stops the scan
  }
}

/**
 * The words at an offset of a report. Offsets count code points, and a string of JavaScript counts UTF-16 units: they part
 * at the first 𠮷.
 */
export function wordsAt(report, start, end) {
  return Array.from(report.document.text).slice(start, end).join('');
}

function known(report) {
  const [major] = report.schema_version.split('.');
  if (major !== SCHEMA) throw new Error(`schema_version ${report.schema_version}: this program knows ${SCHEMA}.x`);
  return report;
}

function start(command, words) {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (piece) => { said += piece; });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    // 0: all read; 1: --fail-on; 3: something was not read whole. These have an answer, whatever else has none.
    child.on('close', (code) => ([0, 1, 3].includes(code) ? resolve(code) : reject(new CommandError(said.trim()))));
  });
  ended.catch(() => {}); // whoever awaits it hears of it
  return { child, ended };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for await (const { path, status, report } of scanFolder(process.argv[2])) {
    console.log(path, report?.refund.verdict ?? status);
    for (const finding of report?.findings ?? []) {
      if (finding.severity === 'high') console.log('  ', finding.title, finding.evidence[0]?.quote ?? '');
    }
  }
}

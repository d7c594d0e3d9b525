// The program is run as it is installed; nothing is made up.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { CommandError, scan, scanFolder, UnreadError, wordsAt } from './scan.mjs';

const contracts = fileURLToPath(new URL('../contracts/', import.meta.url));

test('one agreement, by its path', async () => {
  const { report, alarm, whole } = await scan(`${contracts}lost.txt`, { options: ['--fail-on', 'high'] });
  assert.equal(report.refund.verdict, 'conditional');
  assert.deepEqual(report.deposit.amounts, ['300.00']);
  assert.deepEqual([alarm, whole], [true, true]);
});

test('one agreement, by its bytes; offsets count code points', async () => {
  const text = (await readFile(`${contracts}lost.txt`, 'utf8')).replace('小吃店', '𠮷野小吃店');
  const { report, alarm } = await scan(new TextEncoder().encode(text));
  assert.equal(alarm, false, 'nothing was asked for');
  const quoted = report.findings.flatMap((finding) => finding.evidence);
  assert.ok(quoted.length > 5);
  for (const place of quoted) assert.equal(wordsAt(report, place.start, place.end), place.quote);
  assert.ok(quoted.some((place) => report.document.text.slice(place.start, place.end) !== place.quote));
});

test('an agreement that cannot be read is no empty report', async () => {
  await assert.rejects(scan(`${contracts}damaged.pdf`), (error) => {
    assert.ok(error instanceof UnreadError);
    assert.deepEqual([error.record.status, error.record.error.type], ['corrupt', 'CorruptFileError']);
    return true;
  });
});

test('a wrong command is told in its own words', async () => {
  await assert.rejects(scan(`${contracts}fair.txt`, { options: ['--fail-on', 'fatal'] }), (error) => {
    assert.ok(error instanceof CommandError);
    assert.match(error.message, /--fail-on/);
    return true;
  });
  await assert.rejects(scan(`${contracts}fair.txt`, { command: 'no-such-program' }), { code: 'ENOENT' });
});

test('a folder gives a record for each file, and may be left early', async () => {
  const records = [];
  for await (const record of scanFolder(contracts)) records.push(record);
  const statuses = Object.fromEntries(records.map((record) => [record.path.slice(contracts.length), record.status]));
  assert.deepEqual(statuses, { 'damaged.pdf': 'corrupt', 'fair.txt': 'ok', 'lost.txt': 'ok' });
  for await (const record of scanFolder(contracts)) {
    assert.equal(record.status, 'corrupt');
    break;
  }
});

test('the schema has the fields that are used', () => {
  const schema = JSON.parse(execFileSync('contract-scan', ['schema'], { encoding: 'utf8' }));
  const required = (name) => (name ? schema.$defs[name] : schema).required;
  const used = {
    '': ['schema_version', 'document', 'refund', 'deposit', 'findings'],
    DocumentInfo: ['status', 'text'],
    RefundAssessment: ['verdict'],
    Finding: ['severity', 'title', 'evidence'],
    Evidence: ['start', 'end', 'quote'],
  };
  for (const [name, fields] of Object.entries(used)) {
    assert.deepEqual(fields.filter((field) => !required(name).includes(field)), [], name);
  }
});

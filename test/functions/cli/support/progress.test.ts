import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { linePauseMs, startProgress } from '#functions/cli/support/progress.ts';

function captured(isTTY: boolean) {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  return { text: () => written.join(''), stream: Object.assign(stream, { isTTY, columns: 100 }) };
}

test('startProgress: without a terminal a plain line now and then, and one at the end', () => {
  const { text, stream } = captured(false);
  let time = 0;
  {
    using progress = startProgress({ what: 'importing', unit: 'listens', total: 0 }, { stream, now: () => time });
    progress.expect(4000);
    progress.advance(1000);
    time += linePauseMs;
    progress.advance(1000);
    time += linePauseMs - 1;
    progress.advance(1000);
  }
  expect(text()).toBe(
    'importing: 2,000 of 4,000 listens (50 %), 5 s\nimporting: 3,000 of 4,000 listens (75 %), 10 s\n',
  );
});

test('startProgress: a step with nothing to do is done', () => {
  const { text, stream } = captured(false);
  startProgress({ what: 'importing', unit: 'listens', total: 0 }, { stream, now: () => 0 })[Symbol.dispose]();
  expect(text()).toBe('importing: 0 of 0 listens (100 %), 0 s\n');
});

test('startProgress: on a terminal a bar, which ends with the last state', () => {
  const { text, stream } = captured(true);
  const control = Object.assign(stream, { cursorTo: () => true, moveCursor: () => true, clearLine: () => true });
  {
    using progress = startProgress({ what: 'importing {bar}', unit: 'listens', total: 2000 }, { stream: control });
    progress.advance(1000);
    progress.expect(1000);
  }
  expect(text()).toContain('importing {bar} [==============================] 1,000 of 1,000 listens');
});

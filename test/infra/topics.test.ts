/** The Avro schemas of infra/ against Google's emulator: real messages pass a topic that is held to them, others do not. */
import { expect, it } from 'vitest';
import { topicsOf } from '#functions/infra/topics.ts';
import { type Topic, topics } from '#shared/schemas/message.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

const messages: Partial<Record<Topic, unknown>> = {
  models: { modelVersion: '20261123T030000Z', shard: 3, shards: 16 },
};

/** The emulator answers 404 to anything else. */
const headers = { 'content-type': 'application/json' };

await describeWithEmulators('infra topics on the Pub/Sub emulator', ({ pubsub, newProject }) => {
  const declared = Object.entries(topicsOf(topics)).flatMap(([topic, { schema }]) =>
    schema === null ? [] : [{ topic: topic as Topic, schema }],
  );

  it('knows a message of every topic that is held to a schema', () => {
    expect(Object.keys(messages).sort()).toEqual(declared.map(({ topic }) => topic).sort());
  });

  it.each(declared)('$topic takes its messages and refuses others', async ({ topic, schema }) => {
    const message = topics[topic].parse(messages[topic]) as Record<string, unknown>;
    const project = `http://${pubsub}/v1/projects/${newProject()}`;
    const call = async (method: string, path: string, body: unknown) =>
      (await fetch(`${project}/${path}`, { method, headers, body: JSON.stringify(body) })).status;
    const publish = (data: unknown) =>
      call('POST', `topics/${topic}:publish`, {
        messages: [{ data: Buffer.from(JSON.stringify(data)).toString('base64') }],
      });

    expect(await call('POST', `schemas?schemaId=${topic}`, { type: 'AVRO', definition: JSON.stringify(schema) })).toBe(
      200,
    );
    const name = `projects/${project.split('/').at(-1)}/schemas/${topic}`;
    expect(await call('PUT', `topics/${topic}`, { schemaSettings: { schema: name, encoding: 'JSON' } })).toBe(200);
    expect(await publish(message)).toBe(200);

    for (const field of Object.keys(message)) {
      const { [field]: _, ...incomplete } = message;
      expect(await publish(incomplete), `without ${field}`).toBe(400);
      expect(await publish({ ...message, [field]: { wrong: true } }), `with a wrong ${field}`).toBe(400);
    }
  });
});

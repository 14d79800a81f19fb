/** Reads XML as it streams in: a fold over its tags and texts, nothing of it kept. */
import { SaxesParser } from 'saxes';

export type XmlAttributes = Readonly<Record<string, string>>;

export type XmlVisitor = {
  /** Names are without their prefix: some writers call a row "x:row". */
  readonly open?: (name: string, attributes: XmlAttributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Visits the document, and gives control back after every piece of it, so that what was found can be handed on. */
export async function* visitXml(bytes: AsyncIterable<Uint8Array>, visitor: XmlVisitor): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  parser.on('opentag', ({ name, attributes }) => visitor.open?.(localName(name), attributes));
  parser.on('text', (text) => visitor.text?.(text));
  parser.on('closetag', ({ name }) => visitor.close?.(localName(name)));
  for await (const part of bytes) {
    parser.write(decoder.decode(part, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Visits the whole document. */
export async function readXml(bytes: AsyncIterable<Uint8Array>, visitor: XmlVisitor): Promise<void> {
  for await (const _ of visitXml(bytes, visitor));
}

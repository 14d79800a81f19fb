/** Memoisation of a pure function: the same question gets the same answer, sooner. */
import { limits } from '#shared/schemas/limits.ts';

/** `key` names a question uniquely. Past the limit everything is forgotten at once, which costs time and nothing else. */
export function memoise<A extends readonly unknown[], R>(
  key: (...question: A) => string,
  answer: (...question: A) => R,
): (...question: A) => R {
  const answers = new Map<string, R>();
  return (...question) => {
    const name = key(...question);
    const known = answers.get(name);
    if (known !== undefined) return known;
    if (answers.size >= limits.memoMax) answers.clear();
    const fresh = answer(...question);
    answers.set(name, fresh);
    return fresh;
  };
}

/** Saves what only a token can fetch, and copies text: what links cannot do. */
import { say, sayWrong } from '#functions/page/client/ui/toast.tsx';

export async function saveAs(name: string, response: Response): Promise<void> {
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} is copied`);
  } catch {
    // Browsers copy for pages behind TLS and of this machine alone.
    sayWrong(new Error(`This browser does not let the page copy: ${text.slice(0, 200)}`));
  }
}

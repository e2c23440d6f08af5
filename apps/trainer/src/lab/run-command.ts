import { messageOf } from '@inkling/contract';

/** Runs a command, or prints how it is used. What goes wrong is told in one sentence, with exit code 1. */
export async function runCommand(
  usage: string,
  wantsHelp: boolean,
  main: () => Promise<void>,
): Promise<void> {
  try {
    if (wantsHelp) console.log(usage);
    else await main();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}

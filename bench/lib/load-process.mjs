// The load of `bench/predict.mjs` as a process of its own, so that what it takes is known: told one message, answers one.
import { cpuUsage } from 'node:process';
import { performance } from 'node:perf_hooks';
import { measureHttp } from './load.mjs';

process.once('message', async (load) => {
  const [before, start] = [cpuUsage(), performance.now()];
  const result = await measureHttp(load);
  const { user, system } = cpuUsage(before);
  const cpuMs = (user + system) / 1000;
  process.send({ ...result, loadCores: cpuMs / (performance.now() - start) }, () =>
    process.disconnect(),
  );
});

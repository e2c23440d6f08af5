import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const REQUEST_BUCKETS_S = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const STAGE_BUCKETS_S = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];

/** What Node tells of the process: once, since its observers can't be taken down again. */
const ofProcess = new Registry();
collectDefaultMetrics({ register: ofProcess, prefix: 'inkling_' });

/** What `/metrics` tells: of the process, and of this app, of which a process may have several. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  readonly contentType = this.registry.contentType;

  private readonly requests = new Histogram({
    name: 'inkling_http_request_duration_seconds',
    help: 'Time from the arrival of a request until its answer was sent',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS_S,
    registers: [this.registry],
  });

  private readonly stages = new Histogram({
    name: 'inkling_prediction_stage_duration_seconds',
    help: 'Time that the stages of predictions took',
    labelNames: ['network', 'input', 'stage'],
    buckets: STAGE_BUCKETS_S,
    registers: [this.registry],
  });

  private readonly deliveries = new Counter({
    name: 'inkling_webhook_attempts_total',
    help: 'Requests to webhooks: delivered, to be retried, or failed for good',
    labelNames: ['result'],
    registers: [this.registry],
  });

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  observePrediction(
    network: string,
    input: string,
    stagesMs: Readonly<Record<'preprocess' | 'model' | 'memory' | 'record' | 'total', number>>,
  ): void {
    for (const [stage, ms] of Object.entries(stagesMs)) {
      this.stages.observe({ network, input, stage }, ms / 1000);
    }
  }

  countDelivery(result: 'delivered' | 'retried' | 'failed'): void {
    this.deliveries.inc({ result });
  }

  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        read(this);
      },
    });
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    const parts = await Promise.all([ofProcess.metrics(), this.registry.metrics()]);
    return parts.join('');
  }
}

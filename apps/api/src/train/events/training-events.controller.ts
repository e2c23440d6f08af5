import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../http/access/allow.js';
import { AccessNews } from '../../people/auth/access-news.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { TrainingService } from '../training.service.js';
import type { EventStream } from './event-stream.js';
import { parseLastEventId } from './format-event.js';
import { TrainingEvents } from './training-events.service.js';

@ApiTags('training')
@Controller('training-jobs')
@Allow('training:look')
export class TrainingEventsController {
  constructor(
    private readonly training: TrainingService,
    private readonly events: TrainingEvents,
    private readonly access: AccessNews,
  ) {}

  @Get(':id/events')
  @ApiOperation({
    operationId: 'watchTrainingJob',
    summary: 'What happens in a job, live, as server-sent events',
    description:
      'From the beginning, or after `Last-Event-ID`; each event once and in order. `job` is the whole job after a change, ' +
      '`progress` one report, `log` one line. The stream ends with the job.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Go on after this event' })
  @ApiResponse({
    status: 200,
    description: 'The events',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 204, description: 'The job is over and its last event was told before' })
  @ApiProblems(404, 429)
  async watch(
    @Param('id', knownId('training job')) id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentWriter() writer: Writer,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    let stream: EventStream | undefined;
    let mayHaveChanged = false;
    const stopListening = this.access.onChange(writer.id, () => {
      mayHaveChanged = true;
      stream?.end();
    });
    try {
      await this.training.get(id);
      stream = await this.events.open(id, parseLastEventId(lastEventId));
    } finally {
      if (!stream) stopListening();
    }
    // Browsers come back after every end of a stream; this answer is what keeps them away.
    if (!stream) return void (await reply.code(204).send());
    stream.body.once('close', stopListening);
    // The browser comes back by itself, and is judged anew.
    if (mayHaveChanged) stream.end();
    await reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      // Nothing on the way may keep, change or gather what is sent.
      .header('cache-control', 'no-store, no-transform')
      .header('x-accel-buffering', 'no')
      // A connection that goes on idle after the stream would hold up the end of the server.
      .header('connection', 'close')
      .send(stream.body);
  }
}

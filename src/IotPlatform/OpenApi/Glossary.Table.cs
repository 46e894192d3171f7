namespace IotPlatform.OpenApi;

public static partial class Glossary
{
    private const string Table = """
        accepted                    | 3                                      | How many samples were stored.
        IngestAnswer.errors         | []                                     | Which keys values were left out of, and why; the first 20.
        RejectedValue.reason        | "wrong_type"                           | Why values were left out.
        RejectedValue.message       | "The datapoint is defined as another type; send values of that type, or define the datapoint anew." | The fault and the remedy.
        TelemetryPayload            | {"ts":"2026-01-31T12:00:00Z","values":{"temperature":22.5}} | An example of what may be sent.
        payload.TelemetryPayload    | {}                                     | Values by key, such values with their time, or an array of either.
        TelemetryError.at           | "2026-01-31T12:00:00Z"                 | When it was received.
        TelemetryError.topic        | "devices/pump-1/telemetry"             | The topic that it was sent to.
        TelemetryError.reason       | "wrong_type"                           | What was wrong, for programs.
        TelemetryError.detail       | "temperature: The datapoint is defined as another type; send values of that type, or define the datapoint anew." | The fault and the remedy, with the key.
        AlarmSummary.total          | 6                                      | All alarms.
        AlarmSummary.active         | 3                                      | Alarms that nobody has taken notice of.
        AlarmSummary.acknowledged   | 1                                      | Alarms that somebody has taken notice of.
        AlarmSummary.resolved       | 2                                      | Alarms that are closed.
        by_severity                 | {"critical":1,"warning":2,"info":1}    | The open alarms, active or acknowledged, by severity.
        by_status                   | {"active":{"critical":1,"warning":1,"info":1,"total":3},"acknowledged":{"critical":0,"warning":1,"info":0,"total":1},"resolved":{"critical":0,"warning":2,"info":0,"total":2}} | All alarms by status, each with its severities.
        AlarmsByStatus.active       | {"critical":1,"warning":1,"info":1,"total":3} | Those that nobody has taken notice of.
        AlarmsByStatus.acknowledged | {"critical":0,"warning":1,"info":0,"total":1} | Those that somebody has taken notice of.
        AlarmsByStatus.resolved     | {"critical":0,"warning":2,"info":0,"total":2} | Those that are closed.
        critical                    | 1                                      | Critical ones.
        warning                     | 2                                      | Warnings.
        info                        | 1                                      | Those that only inform.
        StatusCounts.total          | 3                                      | All of them.
        alarms                      | []                                     | The alarms.
        bad_payloads                | 0                                      | Messages that could not be used at all.
        RunBacktest.device_ids      | ["pump-1","pump-2"]                    | The devices to try the rule on, whatever its scope; without it those that are in its scope now.
        event_id                    | "019b76da-a800-7000-8000-0000000000ee" | The event of the alarm's stream that tells of it.
        evidence                    | {"samples":[{"key":"temperature","value":31,"timestamp":"2026-01-31T12:00:00Z","position":4711}],"sample_count":1,"held_since":"2026-01-31T12:00:00Z","held_for_seconds":0} | What made the rule fire, as it was stored then.
        fires                       | true                                   | Whether the rule as it was fires on the evidence.
        firings                     | []                                     | The trigger and each firing anew while the alarm was open, oldest first.
        RunBacktest.from            | "2026-01-30T00:00:00Z"                 | The first moment of receipt; what is not kept any more is left out.
        RuleDraft.name              | "Too hot"                              | A name for people; 1 to 100 characters. May be left out.
        Backtest.from               | "2026-01-30T00:00:00Z"                 | The first moment of receipt that was looked at.
        reason                      | "condition_met"                        | Why; condition_met where the evidence lacks nothing.
        AlarmProof.rule             | {"rule_type":"threshold","config":{"field":"temperature","operator":">","value":30},"cooldown_seconds":0,"auto_resolve":false} | The rule as it was at the first firing.
        RunBacktest.rule_id         | "019b76da-a800-7000-8000-0000000000aa" | A rule that there is, to be tried in place of a draft.
        RunBacktest.to              | "2026-01-31T00:00:00Z"                 | The first moment after; now, where it is left out or later than now.
        BacktestAlarm.resolved_at   | null                                   | When the condition cleared, in the device's time, or the device was deactivated; null where it would still be open.
        samples                     | 2592000                                | How many values were evaluated, or records where the rule looks at no datapoint.
        Backtest.truncated          | false                                  | There would be more alarms than an answer tells.
        verified                    | true                                   | Whether the rule as it was fires again on the evidence of every firing.
        wrong_type                  | 1                                      | Values left out because their datapoint is defined as another type.
        too_old                     | 0                                      | Values left out because they are older than the retention.
        refused_publishes           | 0                                      | Messages that were not let in, for their topic or their size.
        TelemetryErrors.last_error  | {}                                     | The last error.
        acknowledge_note            | "On my way"                            | What was said when it was acknowledged.
        acknowledged_at             | "2026-01-31T12:04:00Z"                 | When it was acknowledged.
        acknowledged_by             | "api_key:Zk3Qm9XbTa"                   | Who acknowledged it.
        actions                     | ["create_alarm"]                       | What happens when the rule fires: create_alarm, send_webhook, mark_unhealthy.
        active_devices              | 12                                     | Devices that sent something in that time.
        actor                       | "api_key:Zk3Qm9XbTa"                   | Who did it: an API key, or the platform itself.
        aggregation                 | "avg"                                  | How the values of one interval become one.
        alarm_id                    | "019b76da-a800-7000-8000-0000000000a1" | The alarm.
        attempts                    | 1                                      | How often delivery was tried.
        as_of                       | "2026-01-31T12:00:00Z"                 | As it stood at that moment; without it, as it stands.
        auto_resolve                | true                                   | The platform resolves the alarm when the condition clears.
        bandwidth_mb                | 1.5                                    | Topics and payloads, in megabytes of 1,000,000 bytes.
        broker                      | "iot.example.com"                      | The host that devices connect to.
        bytes                       | 1572864                                | Topics and payloads, in bytes.
        calculated_at               | "2026-01-31T12:00:00Z"                 | When it was calculated.
        channel_id                  | "019b76da-a800-7000-8000-0000000000c1" | The notification channel.
        channel_ids                 | ["019b76da-a800-7000-8000-0000000000c1"] | The notification channels to deliver to.
        channel_name                | "Operations"                           | The name of the notification channel.
        channel_type                | "webhook"                              | The kind of notification channel: email, webhook, slack, teams, sms.
        client_id                   | "pump-1"                               | The MQTT client id that the device must use.
        code                        | "validation_failed"                    | What went wrong, for programs.
        command_id                  | "019b76da-a800-7000-8000-0000000000c2" | The command.
        config                      | {"field":"temperature","operator":">","value":30} | What is particular to the type. Comes back character for character as it was sent.
        CreateChannel.config        | {"url":"https://example.com/hook"}     | What is particular to the channel type.
        UpdateChannel.config        | {"url":"https://example.com/hook"}     | What is particular to the channel type; takes the place of all that was there. A mask keeps what is stored at its place.
        NotificationChannel.config  | {"url":"https://example.com/hook","secret":"********"} | What is particular to the channel type, as it was sent; what is secret in it is masked. Only the answer that issues a webhook's secret shows it.
        connected_devices           | 9                                      | Devices that are connected now.
        cooldown_seconds            | 300                                    | After a trigger there is no further one for so long.
        correlation_id              | "order-17"                             | The id of the request that wrote it.
        count                       | 1                                      | How many there are in this answer.
        created_after               | "2026-01-01T00:00:00Z"                 | Only what was created then or later.
        created_at                  | "2026-01-31T12:00:00Z"                 | When it was created.
        created_before              | "2026-02-01T00:00:00Z"                 | Only what was created then or earlier.
        current_period_end          | "2026-02-01T00:00:00Z"                 | When the current billing period ends.
        current_period_start        | "2026-01-01T00:00:00Z"                 | When the current billing period began.
        data                        | {}                                     | What the event says.
        data_type                   | "number"                               | The only kind of value that is stored under the key.
        datapoint_id                | "019b76da-a800-7000-8000-0000000000d1" | The defined datapoint of the key; null where there is none.
        path.datapoint_id           | "019b76da-a800-7000-8000-0000000000d1" | The id of the datapoint.
        query.datapoint_id          | "temperature"                          | Only this datapoint, by its id or key.
        delivered_at                | "2026-01-31T12:00:01Z"                 | When it was delivered.
        delivery_id                 | "019b76da-a800-7000-8000-0000000000e1" | The delivery.
        description                 | "In the cellar of the old house"       | Anything to say about it; up to 1,000 characters.
        detail                      | "name: must have 1 to 100 characters." | The fault and the remedy, for people.
        details                     | {"value":31,"config":{"field":"temperature","operator":">","value":30}} | The evidence.
        device_count                | 2                                      | How many devices it has.
        device_id                   | "pump-1"                               | The device, by the id that the customer gave it: 1 to 128 of the characters A-Z a-z 0-9 . _ - :
        RegisterDevice.device_id    | "pump-1"                               | 1 to 128 of the characters A-Z a-z 0-9 . _ - : but neither . nor ..; a UUID where it is omitted.
        UpdateDevice.device_id      | "pump-1"                               | The device's id as it is; it cannot be changed.
        device_ids                  | ["pump-1","pump-2"]                    | Devices, by their ids.
        device_limit                | 100                                    | How many devices the plan allows; null: any number.
        device_name                 | "Feed pump"                            | The name that the device had then.
        device_type                 | "pump"                                 | The type or model of the device.
        devices_remaining           | 88                                     | How many more devices the plan allows; null: any number.
        duration_ms                 | 120                                    | How long it took, in milliseconds.
        end_date                    | "2026-01-31"                           | The last day, in UTC.
        errors                      | []                                     | All that is wrong with the request.
        events                      | []                                     | What happened, oldest first.
        error                       | null                                   | Why it failed.
        event_type                  | "triggered"                            | What happened.
        event_types                 | ["triggered","resolved"]               | The alarm events to tell of: triggered, acknowledged, resolved.
        expired_at                  | null                                   | When its time ended without an acknowledgement.
        expires_at                  | "2026-02-01T12:00:00Z"                 | From then on it is not sent any more.
        expected_topics             | ["devices/+/telemetry"]                | The MQTT topics that such a device publishes to.
        features                    | ["rules","alarms"]                     | What the plan contains.
        from                        | "2026-01-31T00:00:00Z"                 | The first moment.
        from_status                 | null                                   | Where the alarm stood before; null for the first event.
        group_id                    | "019b76da-a800-7000-8000-0000000000f1" | The device group.
        group_ids                   | ["019b76da-a800-7000-8000-0000000000f1"] | The groups that the device is in.
        HistoryEvent.created_at     | "2026-01-31T12:00:00Z"                 | When it was decided.
        HistoryEvent.data           | {"id":"pump-1","is_active":true,"at":"2026-01-31T12:00:00Z"} | What the event says, as it is stored; secrets are left out.
        HistoryEvent.event_type     | "device_activated"                     | The name of the event.
        HistoryEvent.id             | "019b76da-a800-7000-8000-000000000002" | The id of the event.
        ResourceHistory.id          | "pump-1"                               | The id of the resource.
        ResourceHistory.resource    | "device"                               | Its kind: device, group, profile, datapoint, rule, alarm.
        hours                       | 24                                     | So many hours back; not together with from or to.
        id                          | "019b76da-a800-7000-8000-000000000001" | Its id, a UUID of version 7.
        TimelineEntry.id            | "019b76da-a800-7000-8000-000000000002" | The id of the event.
        include                     | "state"                                | state: with the state before and after each event.
        interval                    | "5m"                                   | The length of the intervals: seconds, or a number with s, m, h or d.
        is_active                   | true                                   | Whether the device may connect and is evaluated.
        is_connected                | true                                   | Whether the device is connected now.
        is_enabled                  | true                                   | Whether it is in use.
        key                         | "temperature"                          | The key under which devices send the value.
        CreateDatapoint.key         | "temperature"                          | The key under which devices send the value: 1 to 64 of the characters A-Z a-z 0-9 _ . -
        query.key                   | "temperature"                          | Only this key; may be repeated.
        label                       | "Water temperature"                    | A name for people.
        last_connected_at           | "2026-01-31T08:00:00Z"                 | When the device last connected.
        last_disconnected_at        | null                                   | When the device last disconnected.
        last_seen                   | "2026-01-31T12:00:00Z"                 | When the device was last heard.
        last_triggered_at           | "2026-01-31T12:00:00Z"                 | When the rule last fired while the alarm was open, in the device's time.
        limit                       | 1000                                   | How many at most.
        offset                      | 0                                      | How many to pass over.
        message                     | "temperature 31 °C > 30 °C"             | What happened, for people.
        message_limit               | null                                   | How many messages the plan allows in a period; null: any number.
        messages                    | 1440                                   | How many messages were taken in.
        messages_used               | 1440                                   | How many messages were taken in in this period.
        metadata                    | {"site":"cellar"}                      | Members of the customer's own; up to 16 KiB.
        mqtt_credentials            | {}                                     | All that the device needs to connect.
        mqtt_password               | "kJ2mVbN0c8Qx5RtYw1LpZs7DfGhA4eUiO9MnBvCxE3g" | The password of the device; shown this once.
        mqtt_username               | "default.pump-1"                       | The user name of the device.
        name                        | "Feed pump"                            | A name for people; 1 to 100 characters.
        AlarmRule.name              | "Too hot"                              | A name for people.
        CreateRule.name             | "Too hot"                              | A name for people; 1 to 100 characters.
        UpdateRule.name             | "Too hot"                              | A name for people; 1 to 100 characters.
        Group.name                  | "Boiler room"                          | A name for people.
        CreateGroup.name            | "Boiler room"                          | A name for people; 1 to 100 characters.
        UpdateGroup.name            | "Boiler room"                          | A name for people; 1 to 100 characters.
        Profile.name                | "Pump, model 7"                        | A name for people.
        CreateProfile.name          | "Pump, model 7"                        | A name for people; 1 to 100 characters.
        UpdateProfile.name          | "Pump, model 7"                        | A name for people; 1 to 100 characters.
        DeviceCommand.name          | "reboot"                               | The last level of the topic that it is sent to.
        QueueCommand.name           | "reboot"                               | The last level of the topic that it is sent to: 1 to 64 of the characters A-Z a-z 0-9 . _ -
        next_attempt_at             | null                                   | When delivery will be tried again.
        note                        | "On my way"                            | Anything to say about it; up to 1,000 characters.
        occurrence_count            | 1                                      | How often the rule has fired while the alarm was open.
        open_alarms                 | 1                                      | Alarms that are active or acknowledged.
        order                       | "asc"                                  | Oldest or newest first.
        page                        | 1                                      | The page, counted from 1.
        page_size                   | 50                                     | How many are on a page.
        password                    | "kJ2mVbN0c8Qx5RtYw1LpZs7DfGhA4eUiO9MnBvCxE3g" | The password; shown this once.
        payload                     | {"delay":5}                            | What the device is told: any JSON, up to 64 KiB, to the letter as it was sent.
        plan                        | "starter"                              | The customer's plan.
        policy_id                   | "019b76da-a800-7000-8000-0000000000b1" | The notification policy.
        CreatePolicy.cooldown_seconds | 300                                    | After a notification there is no further one of the same alarm and event for so long.
        UpdatePolicy.cooldown_seconds | 300                                    | After a notification there is no further one of the same alarm and event for so long.
        NotificationPolicy.cooldown_seconds | 300                                    | After a notification there is no further one of the same alarm and event for so long.
        CreatePolicy.name           | "Night shift"                          | A name for people; 1 to 100 characters.
        UpdatePolicy.name           | "Night shift"                          | A name for people; 1 to 100 characters.
        NotificationPolicy.name     | "Night shift"                          | A name for people; 1 to 100 characters.
        group_by                    | null                                   | What alarms are told in one message by: device, rule, group, profile; null: each has its own message.
        group_key                   | null                                   | The id of the device, rule, group or profile that the alarms of a message have in common.
        group_wait_seconds          | 0                                      | How long the first message of a group waits for others; 30 where group_by is given and this is not.
        group_interval_seconds      | 0                                      | The least time between two messages of a group; 300 where group_by is given and this is not.
        repeat_interval_seconds     | null                                   | An active alarm is told again after so long, until somebody takes notice; null: never.
        escalate_after_seconds      | null                                   | An alarm that is still active after so long is told to the escalation channels; null: never.
        escalation_channel_ids      | []                                     | The channels that come next, if nobody takes notice.
        port                        | 1883                                   | The port of MQTT over TCP.
        profile_id                  | "019b76da-a800-7000-8000-0000000000e2" | The device profile.
        queued_at                   | "2026-01-31T12:00:00Z"                 | When it was taken in.
        rejected                    | 0                                      | How many samples were refused.
        reopened_count              | 0                                      | How often it was reopened.
        reporting_interval_seconds  | 60                                     | How often such a device reports.
        resolution                  | null                                   | What closed it.
        resolve_note                | null                                   | What was said when it was resolved.
        resolved_at                 | null                                   | When it was resolved.
        resolved_by                 | null                                   | Who resolved it.
        response_code               | 200                                    | The HTTP status that the receiver answered.
        rule_id                     | "019b76da-a800-7000-8000-0000000000aa" | The alarm rule.
        rule_ids                    | ["019b76da-a800-7000-8000-0000000000aa"] | Only alarms of these rules; null: of all.
        rule_name                   | "Too hot"                              | The name that the rule had then.
        rule_type                   | "threshold"                            | What the rule looks at: missing_data, offline, threshold, message_rate, reconnect_rate.
        scope_device_id             | null                                   | The device that the rule is about, when scope_type is device.
        scope_group_id              | null                                   | The group that the rule is about, when scope_type is group.
        scope_ids                   | null                                   | The ids within the scope; null for fleet.
        scope_profile_id            | null                                   | The profile that the rule is about, when scope_type is profile.
        scope_type                  | "fleet"                                | Which devices it is about.
        DeviceHealth.status         | "healthy"                              | Its health in a word.
        DeviceHealth.components     | {}                                     | What the score is made of.
        overrides                   | []                                     | What caps the score, whatever its parts are.
        weight                      | 0.3                                    | What it counts for in the score.
        HealthComponent.score       | 92.5                                   | From 0, bad, to 100, good; to one decimal.
        HealthComponent.detail      | "open: 1 warning"                      | The figure behind it, for people.
        HealthOverride.type         | "rule"                                 | What kind of thing it is: a rule that marks the device as unhealthy.
        since                       | "2026-01-31T12:00:00Z"                 | Since when the rule's condition has been met.
        silence_id                  | "019b76da-a800-7000-8000-0000000000b2" | The silence.
        silences                    | []                                     | The silences.
        policies                    | []                                     | The policies.
        matchers                    | {}                                     | Which alarms are silenced: those that fit every list that is not empty.
        severities                  | ["info","warning"]                     | The alarm has any of these severities.
        SentMatchers.rule_ids       | []                                     | The alarm is of any of these rules.
        SilenceMatchers.rule_ids    | []                                     | The alarm is of any of these rules.
        SentMatchers.device_ids     | ["pump-1"]                             | The alarm is of any of these devices.
        SilenceMatchers.device_ids  | ["pump-1"]                             | The alarm is of any of these devices.
        SentMatchers.group_ids      | []                                     | The device is in any of these groups.
        SentMatchers.tags           | []                                     | The device has any of these tags.
        starts_at                   | "2026-01-31T12:00:00Z"                 | The first moment of silence; now where it is left out.
        ends_at                     | "2026-02-28T12:00:00Z"                 | The first moment after; at most 366 days after the beginning.
        days                        | ["saturday","sunday"]                  | The days on which a window begins; empty: every day.
        SentRecurrence.from         | "22:00"                                | When a window begins, by the clocks of the place.
        SentRecurrence.to           | "06:00"                                | When it ends; not later than the beginning means on the next day.
        CreateSilence.from          | "22:00"                                | When a window begins, by the clocks of the place.
        CreateSilence.to            | "06:00"                                | When it ends; not later than the beginning means on the next day.
        Silence.from                | "22:00"                                | When a window begins, by the clocks of the place.
        Silence.to                  | "06:00"                                | When it ends; not later than the beginning means on the next day.
        time_zone                   | "Europe/Oslo"                          | The place, by its name in the IANA database of time zones.
        comment                     | "New pumps are put in"                 | Why, for others; up to 1,000 characters.
        created_by                  | "api_key:Zk3Qm9XbTa"                   | Who asked for it.
        score                       | 92                                     | From 0, bad, to 100, good.
        search                      | "pump"                                 | Only those that have this in their id, name or description.
        secret                      | "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" | The key of the signature; shown this once.
        sent_at                     | "2026-01-31T12:00:00Z"                 | When it was last written to the device's connection.
        severity                    | "warning"                              | How bad it is.
        query.severity              | "critical"                             | Only this severity.
        severity_filter             | ["critical","warning"]                 | The severities to tell of.
        sort                        | "created_at"                           | The order, with - in front for descending; ids break ties.
        start_date                  | "2026-01-01"                           | The first day, in UTC.
        status                      | "active"                               | Where it stands.
        success                     | true                                   | Whether it was delivered.
        tag                         | "cellar"                               | The tag; case counts.
        Alarm.status                | "acknowledged"                         | Where the alarm stands.
        TimelineEntry.note          | null                                   | What was said with it.
        query.tag                   | "cellar"                               | Only devices with this tag.
        tags                        | ["cellar","leased"]                    | Labels of 1 to 64 characters, at most 50; case counts.
        timestamp                   | "2026-01-31T12:00:00Z"                 | When it was measured, in the device's time.
        to                          | "2026-02-01T00:00:00Z"                 | The first moment after.
        to_status                   | "active"                               | Where the alarm stood after it.
        total                       | 1                                      | How many there are on all pages.
        total_bytes                 | 1572864                                | Topics and payloads, in bytes.
        total_devices               | 14                                     | Devices that are registered.
        total_messages              | 1440                                   | How many messages were taken in.
        trace_id                    | "4bf92f3577b34da6a3ce929d0e0e4736"     | Leads to the request in the platform's log.
        triggered_at                | "2026-01-31T12:00:00Z"                 | When the condition was met, in the device's time.
        truncated                   | false                                  | There is more than the limit let through.
        ttl_seconds                 | 86400                                  | How many seconds it may wait for the device; 86,400 unless it is said.
        unit                        | "°C"                                   | The unit of the value.
        DeviceCommand.status        | "delivered"                            | Where it stands.
        ConnectionPorts.mqtt        | 1883                                   | MQTT over TCP.
        ConnectionPorts.mqtts       | 8883                                   | MQTT over TLS.
        ConnectionPorts.ws          | 8080                                   | MQTT over WebSocket.
        ConnectionPorts.wss         | null                                   | MQTT over WebSocket and TLS.
        protocols                   | ["mqtt","mqtts","ws"]                  | What the broker listens for.
        mqtt_versions               | ["3.1.1","5.0"]                        | The versions of MQTT that it speaks.
        ports                       | {}                                     | The port of each protocol; null where nothing listens for it.
        tls                         | {}                                     | How connections are encrypted.
        ConnectionTls.required      | false                                  | Whether there is no way in without.
        ConnectionTls.min_version   | "1.2"                                  | The oldest version of TLS that is spoken; null: the broker has no port for TLS.
        websocket_path              | "/mqtt"                                | The path of MQTT over WebSocket.
        topics                      | {}                                     | Where devices publish and listen.
        ConnectionTopics.telemetry  | "devices/{device_id}/telemetry"        | Where a device publishes what it measures.
        ConnectionTopics.commands   | "devices/{device_id}/commands/#"       | Where a device listens for commands.
        Subscription.status         | "active"                               | active or suspended.
        Subscription.device_count   | 12                                     | How many devices are registered, active or not.
        Stats.active_devices        | 12                                     | Devices that may connect and are evaluated.
        inactive_devices            | 2                                      | Devices that are switched off.
        messages_today              | 1440                                   | Messages taken in on this UTC day.
        messages_this_period        | 43200                                  | Messages taken in in this UTC month.
        data_bytes_this_period      | 1572864                                | Their topics and payloads, in bytes.
        period                      | {}                                     | From which day to which, in UTC.
        summary                     | {}                                     | All of the period.
        daily_breakdown             | []                                     | Each day of the period.
        top_devices                 | []                                     | The ten devices that sent most messages, those with the most first.
        UsageSummary.total_bytes    | 1500000                                | Topics and payloads of the messages, in bytes.
        total_bandwidth_mb          | 1.5                                    | The same in megabytes of 1,000,000 bytes.
        UsageOfDay.date             | "2026-01-31"                           | The day.
        UsageOfDay.bytes            | 1500000                                | Topics and payloads of the messages.
        Problem.limit               | 10                                     | How many devices the plan allows; of device_limit_reached alone.
        Problem.current             | 10                                     | How many devices are registered; of device_limit_reached alone.
        Problem.status              | 422                                    | The HTTP status.
        Problem.type                | "about:blank"                          | A URI of the kind of problem; there is none but the code's.
        Problem.title               | "Unprocessable Entity"                 | The HTTP status in words.
        Problem.instance            | "/v1/iot/devices"                      | The path of the request.
        Fault.field                 | "name"                                 | The member or parameter, dotted where nested.
        Fault.message               | "must have 1 to 100 characters"        | What is expected of it.
        updated_at                  | "2026-01-31T12:00:00Z"                 | When it was last changed.
        username                    | "default.pump-1"                       | The user name.
        value                       | 31.5                                   | A number, a text or a boolean, as the device sent it.
        values                      | {}                                     | The newest value of each key.
        version                     | 1                                      | The version of the resource after it.
        """;
}
